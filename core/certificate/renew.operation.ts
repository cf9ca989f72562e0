import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { type Renewal, renewPipelineName } from './renewal.ts'

export const certificateRenew = operation({
  id: 'certificate.renew',
  summary: 'Get a new certificate for an instance, where its own is missing or ends within 30 days',
  examples: ['certificate renew acme/staging', 'certificate renew acme/staging --force'],
  arguments: {
    instance: instanceArgument,
    force: argument(z.boolean().default(false), {
      label: 'Force',
      help: 'Also where its own is good for longer: the key may be known to somebody',
    }),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['host'],
  plan(_asking, { force }, { row, ids, name }) {
    const { domain, id } = row.instance
    if (domain === null) {
      throw new Fault('state_forbids', {
        why: `${name} has no domain, and a certificate is for one.`,
        next: 'Give it one with `instance configure --domain`.',
      })
    }
    if (ids.serverId === null) {
      throw new Fault('state_forbids', {
        why: `The environment of ${name} stands on no server yet.`,
        next: 'Put it on one: see `environment show`.',
      })
    }
    const input: Renewal = { instance: id, domain, force }
    return Promise.resolve({
      lines: [
        force
          ? `Get a new certificate for ${domain}; what serves is not touched`
          : `Get a certificate for ${domain} where it is due; what serves is not touched`,
      ],
      pipeline: renewPipelineName,
      input,
      holds: [`instance:${id}`],
    })
  },
})
