import { describe, expect, test } from 'vitest'
import { newClaimCode } from '../../core/member/first-admin.ts'
import { testHouse } from '../unit/house.ts'
import { onEveryDatabase } from './store-places.ts'

const tried = async (asked: Promise<unknown>[]) =>
  (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length

describe('people and rights, side by side', () => {
  onEveryDatabase((fresh) => {
    test('one claim makes an admin, one refresh a token, one typed code a link', async () => {
      const house = await testHouse({}, await fresh())
      const code = await newClaimCode(house)
      const people = await Promise.all(['anna', 'ben', 'cleo'].map((name) => house.person(name)))
      expect(await tried(people.map((who) => house.asks(who, 'claim', { code })))).toBe(1)
      const dora = await house.person('dora', 'developer')

      const { data: token } = await house.asks(dora, 'token.create', { name: 'ci' })
      const { refresh_token } = token as { refresh_token: string }
      const refresh = () => house.asks({ by: 'nobody' }, 'token.refresh', { refresh_token })
      expect(await tried([refresh(), refresh(), refresh()])).toBe(1)

      const { data: link } = await house.asks(dora, 'me.link')
      const typed = ['D1', 'D2', 'D3'].map((user) =>
        house.asks({ ...dora, platform: 'discord', user }, 'me.link', { code: (link as { code: string }).code }),
      )
      expect(await tried(typed)).toBe(1)
      expect(await house.store.reading.identity.count({ platform: 'discord' })).toBe(1)
    })

    test('two admins who demote each other at once leave one', async () => {
      const house = await testHouse({}, await fresh())
      const [anna, ben] = [await house.person('anna', 'admin'), await house.person('ben', 'admin')]
      const demote = (member: string) => ({ member, level: 'viewer' })
      for (let round = 0; round < 8; round += 1) {
        const demoted = await tried([
          house.asks(anna, 'member.grant', demote('@UBEN')),
          house.asks(ben, 'member.grant', demote('@UANNA')),
        ])
        expect(demoted).toBe(1)
        for (const name of ['anna', 'ben']) await house.person(name, 'admin')
      }
    })

    test('the audit is whole after many at once, and with names that no database keeps', async () => {
      const house = await testHouse({}, await fresh())
      const admin = { ...(await house.person('odd')), name: 'Zoë\u0000 🦊\ud800' }
      await house.asks(admin, 'claim', { code: await newClaimCode(house) })
      const many = Array.from({ length: 20 }, (_, index) => `member${index}`)
      await Promise.all(many.map((name) => house.asks(admin, 'member.add', { member: `${name} 🦊` })))
      await house.refuses(admin, 'member.add', { member: '\u0000', level: 'wrong' })
      expect((await house.asks(admin, 'audit.verify')).data).toMatchObject({ whole: true, entries: 22 })
    })
  })
})
