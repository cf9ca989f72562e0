import { describe, expect, test } from 'vitest'
import { Secret } from '../../../core/secret.ts'
import { secretsOf } from '../../../core/settings/settings.ts'
import { settle, withoutEffect } from '../../../core/settings/settle.ts'
import { WrongSettings } from '../../../core/settings/wrong.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const settled = (values: Record<string, string>) => settle({ values, problems: [] })

function problemsOf(values: Record<string, string>) {
  try {
    settled(values)
  } catch (error) {
    if (error instanceof WrongSettings) return error.problems
    throw error
  }
  return []
}

describe('without any setting', () => {
  test('everything has its default', () => {
    const settings = settled({})
    expect(settings.data).toEqual({ folder: './data', databaseUrl: null, redisUrl: null, masterKey: null })
    expect(settings.process).toEqual({ roles: ['bot', 'worker', 'clock'], workers: 8 })
    expect(settings.web).toEqual({ host: '127.0.0.1', port: 3000, publicUrl: null, ratePerSecond: 100 })
    expect(settings.first).toEqual({ admins: [], token: null })
    expect(settings.slack.command).toBe('/odoo')
    expect(settings.log).toEqual({ level: 'info', retentionDays: null })
    expect(settings.practice.speed).toBe(10)
    expect(settings.dnsServers).toBeNull()
  })
})

describe('a value', () => {
  test('becomes what it means', () => {
    const settings = settled({
      ROLES: 'worker, worker',
      PORT: '0',
      PUBLIC_URL: 'https://bot.example/',
      BOOTSTRAP_ADMINS: 'slack:U123,discord:456',
      MASTER_KEY: key,
      DNS_SERVERS: '127.0.0.1:5353,[::1]:53',
      PRACTICE_SPEED: '0.5',
    })
    expect(settings.process.roles).toEqual(['worker'])
    expect(settings.web).toMatchObject({ port: 0, publicUrl: 'https://bot.example' })
    expect(settings.first.admins).toEqual([
      { platform: 'slack', user: 'U123' },
      { platform: 'discord', user: '456' },
    ])
    expect(settings.data.masterKey?.reveal()).toBe(key)
    expect(settings.dnsServers).toEqual(['127.0.0.1:5353', '[::1]:53'])
    expect(settings.practice.speed).toBe(0.5)
  })

  test('that is a private key may be on one line', () => {
    const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n'
    const settings = settled({ GITHUB_APP_ID: '1', GITHUB_PRIVATE_KEY: pem.trim().replaceAll('\n', '\\n') })
    expect(settings.github.privateKey?.reveal()).toBe(pem)
  })

  test.each([
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PORT', '1e3'],
    ['ROLES', 'bot,boss'],
    ['ROLES', ','],
    ['WORKERS', '0'],
    ['LOG_LEVEL', 'loud'],
    ['MASTER_KEY', 'short'],
    ['MASTER_KEY', Buffer.alloc(31).toString('base64')],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['BOOTSTRAP_ADMINS', 'U123'],
    ['BOOTSTRAP_ADMINS', 'teams:U123'],
    ['SLACK_COMMAND', 'odoo'],
    ['SLACK_BOT_TOKEN', 'xapp-1'],
    ['PUBLIC_URL', 'bot.example'],
    ['PRACTICE_SPEED', '0'],
    ['RATE_LIMIT', '-1'],
    ['DNS_SERVERS', 'dns.example'],
    ['GITHUB_PRIVATE_KEY', '/path/of/key.pem'],
  ])('%s=%s is refused', (variable, value) => {
    expect(problemsOf({ [variable]: value }).map((problem) => problem.variable)).toContain(variable)
  })
})

describe('variables that need each other', () => {
  test.each([
    [{ DATABASE_URL: 'postgres://localhost/p' }, 'MASTER_KEY'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN'],
    [{ SLACK_SIGNING_SECRET: 'x' }, 'SLACK_BOT_TOKEN'],
    [{ GITHUB_APP_ID: '7' }, 'GITHUB_PRIVATE_KEY'],
  ])('%o misses %s', (values, missing) => {
    expect(problemsOf(values).map((problem) => problem.variable)).toEqual([missing])
  })

  test.each([
    [{ DATABASE_URL: 'postgres://localhost/p', MASTER_KEY: key }],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'x' }],
  ])('%o is enough', (values) => {
    expect(problemsOf(values)).toEqual([])
  })

  test('one that is there and wrong is not called missing', () => {
    const values = { DATABASE_URL: 'postgres://localhost/p', MASTER_KEY: 'short' }
    expect(problemsOf(values)).toHaveLength(1)
  })
})

describe('what is wrong', () => {
  test('is told all at once, with exit code 78 and without the values', () => {
    const values = { PORT: 'seventy', MASTER_KEY: 'hunter2-hunter2', ROLES: 'boss,chief', SLACK_BOT_TOKEN: 'xoxb-9' }
    const error = (() => {
      try {
        return settled(values)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toMatchObject({ exitCode: 78 })
    const told = String(error)
    for (const variable of ['PORT', 'MASTER_KEY', 'ROLES', 'SLACK_SIGNING_SECRET']) expect(told).toContain(variable)
    for (const value of Object.values(values)) expect(told).not.toContain(value)
    expect(problemsOf(values)).toHaveLength(4)
    for (const { remedy } of problemsOf(values)) expect(remedy).not.toBe('')
  })
})

test('secrets are all of them, and passwords inside of addresses', () => {
  const settings = settled({
    DATABASE_URL: 'postgres://bot:p%40ssword@localhost/p',
    MASTER_KEY: key,
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'signing',
    BOOTSTRAP_TOKEN: 'bootstrap',
  })
  const secrets = secretsOf(settings).map((secret) => secret.reveal())
  expect(secrets).toEqual(expect.arrayContaining(['p@ssword', 'p%40ssword', key, 'xoxb-1', 'signing', 'bootstrap']))
  expect(settings.data.databaseUrl).toBeInstanceOf(Secret)
  expect(JSON.stringify(settings)).not.toContain('ssword')
})

test('what is set and not built in yet is named, and nothing else', () => {
  const values = { REDIS_URL: 'redis://localhost:6379', GITHUB_APP_ID: '7', LOG_LEVEL: 'warn' }
  expect(withoutEffect({ values, problems: [] })).toEqual(['REDIS_URL', 'GITHUB_APP_ID'])
})
