import { describe, expect, test } from 'vitest'
import { type Person, type TestHouse, testHouse } from '../house.ts'
import { project } from '../places.ts'

describe('settings', () => {
  test('are kept one by one, and shown', async () => {
    const house = await testHouse()
    const anna = await house.person('anna', 'viewer')
    await house.asks(anna, 'me.configure', { timezone: 'Europe/Berlin', quiet_from: '22:00', quiet_until: '07:00' })
    await house.asks(anna, 'me.configure', { notify: ['job.failed', 'job.failed'] })
    expect((await house.asks(anna, 'me')).data).toMatchObject({
      time_zone: 'Europe/Berlin',
      notify: ['job.failed'],
      quiet_from: '22:00',
      quiet_until: '07:00',
    })
    const off = await house.asks(anna, 'me.configure', { notify: ['none'], quiet_from: 'off' })
    expect(off.data).toMatchObject({ notify: [], quiet_from: null, quiet_until: null })
  })

  test('that make no sense are refused with the field', async () => {
    const house = await testHouse()
    const anna = await house.person('anna', 'viewer')
    await house.person('ben', 'viewer')
    const wrong: [Record<string, unknown>, string][] = [
      [{ timezone: 'Mars/Base' }, 'timezone'],
      [{ quiet_from: '25:00' }, 'quiet_from'],
      [{ quiet_from: '22:00' }, 'quiet_until'],
      [{ notify: ['weather'] }, 'notify.0'],
      [{ name: 'BEN' }, 'name'],
    ]
    for (const [given, field] of wrong) expect((await house.refuses(anna, 'me.configure', given)).field).toBe(field)
  })
})

describe('linking accounts', () => {
  const discordOf = (who: Person): Person => ({ ...who, platform: 'discord', team: 'G1', user: `D${who.user}` })
  const codeFor = async (house: TestHouse, who: Person) =>
    ((await house.asks(who, 'me.link')).data as { code: string }).code

  test('an account that nobody was behind becomes the person, once', async () => {
    const house = await testHouse()
    const anna = await house.person('anna', 'developer')
    const there = discordOf(anna)
    const answer = await house.asks(anna, 'me.link')
    expect(answer.onlyAsker).toBe(true)
    const { code } = answer.data as { code: string }
    await house.asks(there, 'me.link', { code: code.toLowerCase() })
    const [here, other] = [await house.asks(anna, 'me'), await house.asks(there, 'me')]
    expect(other.data).toEqual(here.data)
    expect(other.data).toMatchObject({ accounts: [{ platform: 'slack' }, { platform: 'discord' }] })
    const third = { ...there, user: 'D3' }
    expect((await house.refuses(third, 'me.link', { code })).code).toBe('code_refused')
  })

  test('two who are known become one: the higher level of each place, tokens and sessions go along', async () => {
    const house = await testHouse()
    const acme = await project(house, 'acme')
    const anna = await house.person('anna', 'developer', { scope: 'project', scopeId: acme })
    const there = discordOf(anna)
    const admin = await house.person('admin', 'admin')
    await house.asks(admin, 'member.add', { member: `discord:G1/${there.user}`, level: 'viewer', project: 'acme' })
    await house.asks(there, 'token.create', { name: 'phone', level: 'viewer', project: 'acme' })
    const code = await codeFor(house, anna)
    await house.asks(there, 'me.link', { code })
    expect((await house.asks(there, 'me')).data).toMatchObject({
      name: 'anna',
      levels: [{ place: 'acme', level: 'developer' }],
    })
    expect((await house.asks(anna, 'token.list')).data).toMatchObject({ tokens: [{ name: 'phone' }] })
    const rows = await house.store.reading.member.find({ automatic: false }, { order: ['createdAt', 'id'] })
    expect(rows.filter((member) => !member.active)).toHaveLength(1)
  })

  test('who would bring rights along says to whom: a code from somebody else gives nothing away', async () => {
    const house = await testHouse()
    const eve = await house.person('eve', 'viewer')
    const admin = await house.person('admin', 'admin')
    const code = await codeFor(house, eve)
    expect(await house.refuses(admin, 'me.link', { code })).toMatchObject({
      code: 'unconfirmed',
      remedy: 'Confirm by typing eve: in a text by `--confirm eve`.',
    })
    expect((await house.asks(eve, 'me')).data).toMatchObject({ levels: [{ level: 'viewer' }] })
    await house.asks(admin, 'me.link', { code, confirm: 'eve' })
    expect((await house.asks(eve, 'me')).data).toMatchObject({ levels: [{ level: 'admin' }] })
  })

  test('is refused late, to guests, to oneself, to whoever was put out, and to tokens', async () => {
    const house = await testHouse()
    const anna = await house.person('anna', 'developer')
    const admin = await house.person('admin', 'admin')
    const there = discordOf(anna)
    const code = await codeFor(house, anna)
    expect((await house.refuses({ ...there, guest: true }, 'me.link', { code })).code).toBe('code_refused')
    expect((await house.refuses(anna, 'me.link', { code })).code).toBe('state_forbids')
    const out = await house.person('out', 'viewer')
    await house.asks(admin, 'member.deactivate', { member: 'out', confirm: 'yes' })
    expect((await house.refuses(out, 'me.link', { code })).code).toBe('code_refused')
    const memberId = (await house.store.reading.member.one({ name: 'admin' }))?.id ?? ''
    const token = { by: 'token', tokenId: 't', memberId, level: 'admin', projectId: null } as const
    for (const operation of ['me.link', 'me.signin']) {
      expect((await house.refuses(token, operation)).code).toBe('person_needed')
    }
    expect((await house.refuses(token, 'member.link', { member: 'anna' })).code).toBe('person_needed')
    expect((await house.refuses({ by: 'nobody' }, 'me.link')).code).toBe('unknown_person')
    house.clock.forward(10 * 60_000)
    expect((await house.refuses(there, 'me.link', { code })).code).toBe('code_refused')
  })
})

test('a sign-in link is for the asker alone, and neither the record nor the store holds it', async () => {
  const house = await testHouse()
  const anna = await house.person('anna', 'viewer')
  const { data, onlyAsker } = await house.asks(anna, 'me.signin')
  const { url } = data as { url: string }
  const code = new URL(url).searchParams.get('code') ?? ''
  expect(onlyAsker).toBe(true)
  expect(code).toMatch(/^[\w-]{32}$/)
  const { audit, event, code: codes } = house.store.reading
  expect(JSON.stringify([await audit.find(), await event.find(), await codes.find(), house.logged])).not.toContain(code)
})
