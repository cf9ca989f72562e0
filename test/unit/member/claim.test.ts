import { describe, expect, test } from 'vitest'
import { newClaimCode } from '../../../core/member/first-admin.ts'
import { testHouse } from '../house.ts'

const minute = 60_000

describe('the first admin', () => {
  test('claims once with the printed code, and is admin from then on', async () => {
    const house = await testHouse()
    const anna = await house.person('anna')
    const code = await newClaimCode(house)
    expect((await house.refuses(anna, 'audit.list')).code).toBe('unclaimed')
    const { card, onlyAsker } = await house.asks(anna, 'claim', { code: code.toLowerCase() })
    expect(card.state).toBe('claimed')
    expect(onlyAsker).toBeUndefined()
    await house.asks(anna, 'audit.list')
    const second = await house.refuses(await house.person('ben'), 'claim', { code })
    expect(second).toMatchObject({ code: 'state_forbids', message: 'There is an admin already.' })
  })

  test('has fifteen minutes, and a newer code makes the older void', async () => {
    const house = await testHouse()
    const anna = await house.person('anna')
    const old = await newClaimCode(house)
    const code = await newClaimCode(house)
    expect((await house.refuses(anna, 'claim', { code: old })).code).toBe('claim_refused')
    house.clock.forward(15 * minute)
    expect((await house.refuses(anna, 'claim', { code })).code).toBe('claim_refused')
    expect(await house.store.reading.grant.count({ level: 'admin', scope: 'platform' })).toBe(1)
    const next = await newClaimCode(house)
    house.clock.forward(15 * minute - 1)
    await house.asks(anna, 'claim', { code: next })
  })

  test('five wrong tries lock it, for the right code too, and only for a while', async () => {
    const house = await testHouse()
    const [anna, eve] = [await house.person('anna'), await house.person('eve')]
    const code = await newClaimCode(house)
    for (let tried = 0; tried < 5; tried += 1) {
      expect((await house.refuses(eve, 'claim', { code: `WRONG-${tried}` })).code).toBe('claim_refused')
    }
    expect(await house.refuses(anna, 'claim', { code })).toMatchObject({
      code: 'claim_locked',
      status: 429,
      remedy: expect.stringContaining('10 minutes'),
    })
    house.clock.forward(10 * minute)
    await house.asks(anna, 'claim', { code })
  })

  test('over HTTP gets a token, once, that is kept as a hash alone', async () => {
    const house = await testHouse()
    const code = await newClaimCode(house)
    const answer = await house.asks({ by: 'nobody' }, 'claim', { code, name: 'Anna' })
    expect(answer).toMatchObject({
      onlyAsker: true,
      data: { member: { name: 'Anna' }, token: expect.stringMatching(/^plt_[\w-]{43}$/) },
    })
    const [token] = await house.store.reading.token.find()
    expect(token).toMatchObject({ level: 'admin', expiresAt: house.clock.now() + 30 * 24 * 60 * minute })
    expect(JSON.stringify(await house.store.reading.audit.find())).not.toContain('plt_')
  })

  test('two at once: one of them is the admin', async () => {
    const house = await testHouse()
    const code = await newClaimCode(house)
    const people = await Promise.all(['anna', 'ben', 'cleo'].map((name) => house.person(name)))
    const tried = await Promise.allSettled(people.map((who) => house.asks(who, 'claim', { code })))
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await house.store.reading.grant.count({ level: 'admin', scope: 'platform' })).toBe(2)
  })
})

test('admins of the environment are admins in whichever team they turn up, and there is nothing to claim', async () => {
  const house = await testHouse({ admins: [{ platform: 'slack', user: 'UANNA' }] })
  const anna = await house.person('anna')
  await house.asks({ ...anna, team: 'T9' }, 'audit.list')
  await house.asks(anna, 'audit.list')
  expect((await house.refuses({ ...anna, guest: true }, 'audit.list')).code).toBe('unknown_person')
  expect((await house.refuses({ ...anna, platform: 'discord' }, 'audit.list')).code).toBe('unknown_person')
  const code = await newClaimCode(house)
  expect((await house.refuses(await house.person('ben'), 'claim', { code })).code).toBe('state_forbids')
  expect(await house.store.reading.member.count({ automatic: false })).toBe(1)
})

test('before there is an admin, whoever asks is told how to become the first', async () => {
  const house = await testHouse()
  const somebody = { by: 'identity', platform: 'slack', team: 'T1', user: 'U7', name: 'sam' } as const
  expect(await house.refuses(somebody, 'overview')).toMatchObject({ code: 'unclaimed' })
  await house.person('ada', 'admin')
  expect(await house.refuses(somebody, 'overview')).toMatchObject({ code: 'unknown_person' })
})
