import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { soundsSecret } from '../../../core/variable/name.rule.ts'
import { variablePurpose } from '../../../core/variable/set.operation.ts'
import { snapshot, withAcme } from './acme.ts'

const at = { instance: 'acme/staging' }
const text = { asText: true }

describe('a variable', () => {
  test('is set, seen and taken away', async () => {
    const { house, developer, viewer } = await withAcme()
    await house.asks(
      developer,
      'variable.set',
      { ...at, name: 'SMTP_HOST', value: 'mail.test', category: 'Mail' },
      text,
    )
    await house.asks(developer, 'variable.set', { ...at, name: 'SMTP_HOST', value: 'mail2.test' }, text)
    expect((await house.asks(viewer, 'variable.list', at)).data).toMatchObject({
      variables: [{ name: 'SMTP_HOST', category: 'mail', value: 'mail2.test', secret: false }],
    })
    await house.asks(developer, 'variable.unset', { ...at, name: 'SMTP_HOST' })
    expect((await house.asks(viewer, 'variable.list', at)).data).toMatchObject({ variables: [], total: 0 })
    expect((await house.refuses(developer, 'variable.unset', { ...at, name: 'SMTP_HOST' })).code).toBe('not_found')
  })

  test('of odoo.conf is an option of it: one line, and none that Pilothouse sets itself', async () => {
    const { house, developer } = await withAcme()
    const conf = { ...at, category: 'odoo-conf' }
    await house.asks(developer, 'variable.set', { ...conf, name: 'smtp_password', secret_value: 'hunter2' })
    for (const [name, value] of [
      ['list_db', 'True'],
      ['log_level', 'debug\nlist_db = True'],
      ['log_level', 'debug\u2028list_db = True'],
    ]) {
      const told = await house.refuses(developer, 'variable.set', { ...conf, name, value })
      expect(told).toMatchObject({ code: 'invalid_arguments' })
    }
    // It stays one, whoever gives it another value without saying so.
    const again = { ...at, name: 'smtp_password', secret_value: 'one\ntwo' }
    expect(await house.refuses(developer, 'variable.set', again)).toMatchObject({ code: 'invalid_arguments' })
  })

  test('that is a secret is sealed, and found nowhere', async () => {
    const { house, developer, viewer } = await withAcme()
    const secrets = ['hunter2-by-form', 'hunter2-by-api', 'hunter2-by-name', 'hunter2-in-text']
    const answers = [
      await house.asks(developer, 'variable.set', { ...at, name: 'A', secret_value: secrets[0] }),
      await house.asks(developer, 'variable.set', { ...at, name: 'B', value: secrets[1], secret: true }),
      await house.asks(developer, 'variable.set', { ...at, name: 'API_TOKEN', value: secrets[2] }),
      await house.asks(viewer, 'variable.list', at),
    ]
    const told = await house.refuses(
      developer,
      'variable.set',
      { ...at, name: 'SMTP_PASSWORD', value: secrets[3], secret: true },
      text,
    )
    expect(told).toMatchObject({ code: 'secret_in_text', field: 'value', remedy: expect.stringContaining('Rotate') })
    const rows = await house.store.reading.variable.find({}, { order: ['name'] })
    expect(rows.map(({ id, value }) => house.vault.open(value, variablePurpose(id)).reveal())).toEqual([
      secrets[0],
      secrets[2],
      secrets[1],
    ])
    const everything = JSON.stringify([
      answers,
      told,
      house.logged,
      await house.store.reading.event.find(),
      await house.store.reading.audit.find(),
    ])
    const file = await Promise.all(['', '-wal'].map((end) => readFile(`${house.file}${end}`)))
    for (const secret of secrets) {
      expect(everything).not.toContain(secret)
      for (const part of file) expect(part.includes(Buffer.from(secret))).toBe(false)
    }
    expect(JSON.stringify(answers[3]?.card)).toContain('•••')
  })

  test('asks for a secret value in a form, and stays a secret', async () => {
    const { house, developer } = await withAcme()
    expect(await house.refuses(developer, 'variable.set', { ...at, name: 'X', secret: true }, text)).toMatchObject({
      code: 'missing_arguments',
      field: 'secret_value',
    })
    expect(await house.refuses(developer, 'variable.set', { ...at, name: 'X' }, text)).toMatchObject({
      code: 'missing_arguments',
      field: 'value',
    })
    expect(await house.refuses(developer, 'variable.set', { ...at, name: 'X', secret_value: 'y' }, text)).toMatchObject(
      { code: 'secret_in_text' },
    )
    await house.asks(developer, 'variable.set', { ...at, name: 'X', secret_value: 'y' })
    expect(await house.refuses(developer, 'variable.set', { ...at, name: 'X', value: 'z' }, text)).toMatchObject({
      code: 'secret_in_text',
    })
    const open = await house.asks(developer, 'variable.set', { ...at, name: 'X', value: 'z', secret: false }, text)
    expect(open.data).toMatchObject({ value: 'z', secret: false })
  })

  test('is refused where it is wrong or not theirs', async () => {
    const { house, developer, viewer, outsider } = await withAcme()
    const before = await snapshot(house)
    const refused: [typeof viewer, Record<string, unknown>, Record<string, unknown>][] = [
      [developer, { name: '1X', value: 'x' }, { field: 'name' }],
      [developer, { name: 'A B', value: 'x' }, { field: 'name' }],
      [developer, { name: 'pgpassword', secret_value: 'x' }, { field: 'name' }],
      [developer, { name: 'X', value: 'x', category: 'a b' }, { field: 'category' }],
      [developer, { name: 'X', value: 'x', instance: 'acme/production' }, { code: 'not_allowed' }],
      [viewer, { name: 'X', value: 'x' }, { code: 'not_allowed' }],
      [outsider, { name: 'X', value: 'x' }, { code: 'not_found' }],
    ]
    for (const [who, given, told] of refused)
      expect(await house.refuses(who, 'variable.set', { ...at, ...given }), JSON.stringify(given)).toMatchObject(told)
    expect((await house.refuses(outsider, 'variable.list', at)).code).toBe('not_found')
    expect((await house.refuses(viewer, 'variable.unset', { ...at, name: 'X' })).code).toBe('not_allowed')
    expect(await snapshot(house)).toEqual(before)
  })
})

test('names that sound like a secret are heard', () => {
  for (const name of [
    'SMTP_PASSWORD',
    'smtp_pass',
    'CLIENT_SECRET',
    'GITHUB_TOKEN',
    'API_KEY',
    'APIKEY',
    'AWS_ACCESS_KEY',
  ])
    expect(soundsSecret(name), name).toBe(true)
  for (const name of ['SMTP_HOST', 'PASSENGERS', 'COMPASS_URL', 'KEYBOARD', 'PUBLIC_URL'])
    expect(soundsSecret(name), name).toBe(false)
})
