import { z } from 'zod'
import { Secret } from '../secret.ts'

/** What the text of a variable may mean. The messages say what was expected and never repeat the value. */
export function text(expected: string, pattern: RegExp) {
  return z.string().trim().regex(pattern, expected)
}

export const anyText = text('must not be empty', /./)

export const secretText = z.string().transform((value) => new Secret(value))

export function number(expected: string, from: number, to: number) {
  return digits(expected, /^\d+$/, (value) => value >= from && value <= to)
}

/** Also with a fraction. */
export function amount(expected: string) {
  return digits(expected, /^\d+(\.\d+)?$/, (value) => value > 0)
}

function digits(expected: string, pattern: RegExp, good: (value: number) => boolean) {
  return text(expected, pattern).transform(Number).refine(good, expected)
}

/** Without the slash at its end, so that paths can be put behind it. */
export function address(protocols: readonly string[]) {
  return z
    .string()
    .trim()
    .refine(
      (value) => protocols.includes(protocolOf(value)),
      `must begin with ${protocols.map((one) => `${one}//`).join(' or ')}`,
    )
    .transform((value) => value.replace(/\/+$/, ''))
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : ''
}

/** With commas between, each once. */
export function list<Item>(item: z.ZodType<Item, string>) {
  return z
    .string()
    .transform((value) => [...new Set(value.split(',').map((part) => part.trim()))].filter((part) => part !== ''))
    .pipe(z.array(item).min(1, 'must name at least one'))
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]) {
  return z.enum(choices, `must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`)
}

/** 32 bytes, as `openssl rand -base64 32` prints them. */
export const masterKey = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64, 44 characters')
  .transform((value) => new Secret(value))

/** Many places keep a variable on one line, so that line ends arrive as `\n`. */
export const privateKey = z
  .string()
  .transform((value) => value.replaceAll('\\n', '\n').trim())
  .refine((value) => /^-----BEGIN [A-Z ]*PRIVATE KEY-----\n[\s\S]*-----END [A-Z ]*PRIVATE KEY-----$/.test(value), {
    message: 'must be a private key in PEM format, from BEGIN to END',
  })
  .transform((value) => new Secret(`${value}\n`))

const account = /^(slack|discord):([A-Za-z0-9_.-]+)$/

/** `slack:U123,discord:456` */
export const admins = list(text('must look like slack:U123,discord:456', account)).transform((accounts) =>
  accounts.map((one) => {
    const [, platform, user] = account.exec(one) ?? []
    return { platform: platform === 'slack' ? ('slack' as const) : ('discord' as const), user: user ?? '' }
  }),
)

/** `127.0.0.1`, `127.0.0.1:5353`, `[::1]:5353`: what a resolver of Node takes. */
export const resolvers = list(
  text(
    'must be IP addresses with or without a port, like 127.0.0.1:5353',
    /^(\d{1,3}(\.\d{1,3}){3}(:\d+)?|\[[0-9a-fA-F:.]+\](:\d+)?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/,
  ),
)
