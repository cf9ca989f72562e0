import { describe, expect, test } from 'vitest'
import type { Level } from '../../core/access/level.ts'
import type { Who } from '../../core/operation/request.ts'
import { Bearers } from '../../core/token/bearer.ts'
import { type TestHouse, testHouse } from './house.ts'
import { project } from './places.ts'

const day = 24 * 3_600_000

interface Shown {
  id: string
  token: string
  refresh_token: string
  expires_at: number
  level: Level
}

async function created(house: TestHouse, who: Who, given: Record<string, unknown>): Promise<Shown> {
  const { data, onlyAsker } = await house.asks(who, 'token.create', given)
  expect(onlyAsker).toBe(true)
  return data as Shown
}

const behind = (house: TestHouse, text: string) => new Bearers(house).who(text)

async function unknown(house: TestHouse, text: string): Promise<void> {
  await expect(behind(house, text)).rejects.toMatchObject({ code: 'unknown_person' })
}

describe('a token', () => {
  test('is shown once, ends after 90 days, and the store knows its hash alone', async () => {
    const house = await testHouse()
    const anna = await house.person('anna', 'developer')
    const made = await created(house, anna, { name: 'ci', level: 'developer' })
    expect(made).toMatchObject({ level: 'developer', expires_at: house.clock.now() + 90 * day })
    const { token, audit, event } = house.store.reading
    const kept = JSON.stringify([await token.find(), await audit.find(), await event.find(), house.logged])
    expect(kept).toContain('token.create')
    for (const text of [made.token, made.refresh_token]) expect(kept).not.toContain(text)
    expect((await house.asks(anna, 'token.list')).data).toMatchObject({ tokens: [{ name: 'ci', good: true }] })
    expect((await house.refuses(anna, 'token.create', { name: 'ci' })).code).toBe('already_there')

    const who = await behind(house, made.token)
    expect((await house.asks(who, 'me')).data).toMatchObject({ name: 'anna' })
    house.clock.forward(90 * day)
    await unknown(house, made.token)
    await created(house, anna, { name: 'ci' })
  })

  test('never reaches above its maker, anywhere', async () => {
    const house = await testHouse()
    const acme = await project(house, 'acme')
    await project(house, 'beta')
    const anna = await house.person('anna', 'developer', { scope: 'project', scopeId: acme })
    expect(await house.refuses(anna, 'token.create', { name: 'a', level: 'maintainer' })).toMatchObject({
      code: 'not_allowed',
    })
    expect((await house.refuses(anna, 'token.create', { name: 'a', project: 'beta' })).code).toBe('not_found')
    expect((await house.refuses(anna, 'token.create', { name: 'a', level: 'none' })).code).toBe('not_allowed')
    const { token } = await created(house, anna, { name: 'a', level: 'developer', project: 'acme' })
    const who = await behind(house, token)
    const admin = await house.person('admin', 'admin')
    await house.asks(admin, 'member.grant', { member: 'anna', level: 'viewer', project: 'acme' })
    expect((await house.asks(who, 'member.list', { project: 'acme' })).data).toBeDefined()
    expect((await house.refuses(who, 'audit.list', { project: 'acme' })).message).toContain('you have Viewer')
    await house.asks(admin, 'member.grant', { member: 'anna', level: 'admin' })
    expect((await house.refuses(who, 'audit.list', { project: 'acme' })).message).toContain('you have Developer')
    expect((await house.refuses(who, 'member.list', { project: 'beta' })).code).toBe('not_found')
  })

  test('makes none that is wider or lives longer than itself, and sees none that is', async () => {
    const house = await testHouse()
    await project(house, 'acme')
    await project(house, 'beta')
    const admin = await house.person('admin', 'admin')
    await created(house, admin, { name: 'wide', level: 'admin' })
    const made = await created(house, admin, { name: 'narrow', level: 'developer', project: 'acme', days: 10 })
    const who = await behind(house, made.token)
    for (const wider of [
      { level: 'maintainer', project: 'acme' },
      { level: 'viewer' },
      { level: 'viewer', project: 'beta' },
    ]) {
      expect(['not_allowed', 'not_found']).toContain(
        (await house.refuses(who, 'token.create', { name: 'x', ...wider })).code,
      )
    }
    const child = await created(house, who, { name: 'child', level: 'viewer', project: 'acme', days: 365 })
    expect(child.expires_at).toBe(made.expires_at)
    expect((await house.asks(who, 'token.list', { all: true })).data).toMatchObject({
      tokens: [{ name: 'child' }, { name: 'narrow' }],
    })
    expect((await house.refuses(who, 'token.revoke', { token: 'wide' })).code).toBe('not_found')
    await house.asks(who, 'token.revoke', { token: 'child' })
    await unknown(house, child.token)
  })

  test('is revoked by its owner, or by an admin by its id', async () => {
    const house = await testHouse()
    const [admin, anna] = [await house.person('admin', 'admin'), await house.person('anna', 'viewer')]
    const ben = await house.person('ben', 'maintainer')
    const made = await created(house, anna, { name: 'ci' })
    expect((await house.refuses(ben, 'token.revoke', { token: made.id })).code).toBe('not_found')
    expect((await house.asks(ben, 'token.list', { all: true })).data).toEqual({ tokens: [] })
    expect((await house.asks(admin, 'token.list', { all: true })).data).toMatchObject({ tokens: [{ member: 'anna' }] })
    await house.asks(admin, 'token.revoke', { token: made.id })
    await unknown(house, made.token)
    expect((await house.refuses(anna, 'token.revoke', { token: 'ci' })).code).toBe('state_forbids')
  })

  test('tells when it was used, written at most once a minute', async () => {
    const house = await testHouse()
    const anna = await house.person('anna', 'viewer')
    const { token } = await created(house, anna, { name: 'ci' })
    const used = async () => (await house.store.reading.token.find())[0]?.lastUsedAt
    const first = house.clock.now()
    await behind(house, token)
    house.clock.forward(59_999)
    await behind(house, token)
    expect(await used()).toBe(first)
    house.clock.forward(1)
    await behind(house, token)
    expect(await used()).toBe(first + 60_000)
  })
})

describe('refreshing', () => {
  const nobody = { by: 'nobody' } as const

  test('gives a new token for as long again, and old token and text end', async () => {
    const house = await testHouse()
    const anna = await house.person('anna', 'developer')
    const old = await created(house, anna, { name: 'ci', level: 'developer', days: 7 })
    house.clock.forward(7 * day)
    const { data, onlyAsker } = await house.asks(nobody, 'token.refresh', { refresh_token: old.refresh_token })
    const made = data as Shown
    expect(onlyAsker).toBe(true)
    expect(made).toMatchObject({ level: 'developer', expires_at: house.clock.now() + 7 * day })
    await unknown(house, old.token)
    expect(await behind(house, made.token)).toMatchObject({ level: 'developer' })
    const again = await house.refuses(nobody, 'token.refresh', { refresh_token: old.refresh_token })
    expect(again).toMatchObject({ code: 'refresh_refused', status: 401 })
    await house.asks(nobody, 'token.refresh', { refresh_token: made.refresh_token })
  })

  test('is refused as text, with the token itself, when revoked, too late, or the owner is out', async () => {
    const house = await testHouse()
    const admin = await house.person('admin', 'admin')
    const anna = await house.person('anna', 'viewer')
    const made = await created(house, anna, { name: 'a', days: 1 })
    const given = { refresh_token: made.refresh_token }
    expect((await house.refuses(nobody, 'token.refresh', given, { asText: true })).code).toBe('secret_in_text')
    expect((await house.refuses(nobody, 'token.refresh', { refresh_token: made.token })).code).toBe('refresh_refused')
    house.clock.forward(31 * day)
    expect((await house.refuses(nobody, 'token.refresh', given)).code).toBe('refresh_refused')
    const revoked = await created(house, anna, { name: 'b' })
    await house.asks(anna, 'token.revoke', { token: 'b' })
    const text = { refresh_token: revoked.refresh_token }
    expect((await house.refuses(nobody, 'token.refresh', text)).code).toBe('refresh_refused')
    const other = await created(house, anna, { name: 'c' })
    await house.asks(admin, 'member.deactivate', { member: 'anna', confirm: 'yes' })
    const out = { refresh_token: other.refresh_token }
    expect((await house.refuses(nobody, 'token.refresh', out)).code).toBe('refresh_refused')
  })
})
