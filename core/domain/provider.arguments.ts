import { z } from 'zod'
import { argument } from '../operation/argument.ts'
import { domainText } from '../project/arguments.ts'
import { name } from '../reference/name.ts'
import { providerKinds } from './provider.ts'

export const providerNamed = argument(name, {
  label: 'Name',
  help: 'How people call it: `cloudflare`',
  completes: 'provider',
  positional: true,
})

const server = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?)$/,
    'is a name server like ns1.example or 192.0.2.53:53',
  )

export const algorithms = ['hmac-sha256', 'hmac-sha384', 'hmac-sha512', 'hmac-sha1'] as const

export const providerArguments = {
  name: providerNamed,
  kind: argument(z.enum(providerKinds), { label: 'Kind', help: 'A name server that takes changes, or Cloudflare' }),
  zone: argument(domainText, { label: 'Zone', help: 'What it keeps: `acme.example`, with all names below it' }),
  secret: argument(z.string().trim().min(1).max(4000).optional(), {
    label: 'Secret',
    help: 'The key of the name server in base64, or the API token',
    secret: true,
  }),
  server: argument(server.optional(), { label: 'Name server', help: 'rfc2136: `ns1.example` or `192.0.2.53:53`' }),
  key_name: argument(
    z
      .string()
      .trim()
      .toLowerCase()
      .max(253)
      .regex(/^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?$/, 'is what the name server calls the key')
      .optional(),
    { label: 'Key name', help: 'rfc2136: what the name server calls the key' },
  ),
  algorithm: argument(z.enum(algorithms).default('hmac-sha256'), { label: 'Algorithm', help: 'rfc2136: of the key' }),
  url: argument(
    z
      .string()
      .trim()
      .max(300)
      .regex(
        /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~-]+)*\/?$/,
        'is an address like https://api.cloudflare.com/client/v4',
      )
      .optional(),
    { label: 'API', help: 'cloudflare: its own unless named' },
  ),
}
