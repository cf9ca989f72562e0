import { describe, expect, test } from 'vitest'
import { jsonLog } from '../../../adapters/log/log.ts'
import { Secret } from '../../../core/secret.ts'

const hidden = 'hunter2/"Zażółć" +1234'
const digits = '90210902'
const key = [
  '-----BEGIN PRIVATE KEY-----',
  'c2VjcmV0LWxpbmUtb25l',
  'c2VjcmV0LWxpbmUtdHdv',
  '-----END PRIVATE KEY-----',
  '',
]

function logged(facts: Record<string, unknown>, message = 'it happened', level: 'debug' | 'warn' = 'debug') {
  const out: string[] = []
  const secrets = [hidden, digits, key.join('\n'), 'hunter2'].map((text) => new Secret(text))
  jsonLog({ level, secrets: () => secrets, to: { write: (line) => void out.push(line) } }).info(facts, message)
  return out.join('')
}

const circle: Record<string, unknown> = { hidden }
circle['again'] = circle

const deep = { one: [{ two: { three: new Map([['four', { five: hidden }]]) } }] }

const positions: [string, Record<string, unknown>][] = [
  ['a value', { it: hidden }],
  ['inside a text', { it: `password=${hidden};` }],
  ['a key', { [hidden]: 1 }],
  ['deep inside', deep],
  ['a set', { it: new Set([hidden]) }],
  ['a circle', circle],
  ['a number', { it: Number(digits) }],
  ['a big number', { it: BigInt(digits) }],
  ['a URL', { it: new URL(`https://user:${encodeURIComponent(hidden)}@host/`) }],
  ['JSON inside a text', { it: JSON.stringify({ it: hidden }) }],
  ['base64', { it: Buffer.from(hidden).toString('base64') }],
  ['bytes', { it: Buffer.from(hidden) }],
  ['toJSON', { it: { toJSON: () => ({ it: hidden }) } }],
  ['an error', { error: new Error(`refused: ${hidden}`) }],
  ['the cause of an error', { error: new Error('a', { cause: new Error(hidden) }) }],
  ['errors together', { error: new AggregateError([new Error(hidden)], 'a') }],
  ['what hangs on an error', { error: Object.assign(new Error('a'), { config: { password: hidden } }) }],
  ['a stack', { error: Object.assign(new Error('a'), { stack: `at ${hidden}` }) }],
  ['a symbol', { it: Symbol(hidden) }],
  ['the Secret itself', { it: new Secret('never-told-to-the-log') }],
  ['a key of many lines', { it: key.join('\n') }],
  ['one line of a key', { it: `read ${key[2]}` }],
]

describe('a secret is not seen as', () => {
  test.each(positions)('%s', (_, facts) => {
    const line = logged(facts)
    const seen = ['hunter2', 'Zażółć', digits, 'aHVudGVyM', 'c2VjcmV0', 'never-told']
    for (const text of seen) expect(line).not.toContain(text)
    expect(() => JSON.parse(line)).not.toThrow()
  })

  test('the message', () => {
    expect(logged({}, `login with ${hidden} failed`)).toContain('login with ••• failed')
  })
})

describe('a line', () => {
  test('holds level, time, facts and message', () => {
    expect(JSON.parse(logged({ job: 812, level: 'mine' }))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      facts: { job: 812, level: 'mine' },
      message: 'it happened',
    })
  })

  test('tells of an error with its name, message, code and stack', () => {
    const error = Object.assign(new TypeError('broken'), { code: 'EPIPE' })
    const { facts } = JSON.parse(logged({ error }))
    expect(facts.error).toMatchObject({ name: 'TypeError', message: 'broken', code: 'EPIPE' })
    expect(facts.error.stack).toContain('log.test.ts')
  })

  test('is not written below the level', () => {
    expect(logged({}, 'quiet', 'warn')).toBe('')
  })

  test('is written although a fact cannot be read', () => {
    const facts = {
      get broken(): string {
        throw new Error('no')
      },
    }
    expect(logged(facts)).toContain('it happened')
  })

  test('stays short, whatever hangs on a fact', () => {
    const wide = Array.from({ length: 100_000 }, (_, index) => ({ index }))
    const line = logged({ wide })
    expect(line).toContain('(more)')
    expect(line.length).toBeLessThan(50_000)
  })
})
