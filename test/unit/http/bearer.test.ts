import { expect, test } from 'vitest'
import { grantLevel, newMember } from '../../../core/member/person.ts'
import { Bearers } from '../../../core/token/bearer.ts'
import { newToken } from '../../../core/token/new-token.ts'
import { testHouse } from '../house.ts'

async function withToken(goodForMs: number | null = null) {
  const house = await testHouse()
  const member = newMember(house, 'Ada')
  const token = newToken(house, member.id, { name: 'ci', level: 'developer', projectId: null, goodForMs })
  await house.store.write(async (rows) => {
    await rows.member.insert(member)
    await grantLevel(house, rows, member.id, 'platform', '', 'admin')
    await rows.token.insert(token.row)
  })
  const row = () => house.store.reading.token.one({ id: token.row.id })
  return { house, member, token, row, bearers: new Bearers(house) }
}

test('a token is whoever made it, with its own cap', async () => {
  const { bearers, token, member } = await withToken()
  expect(await bearers.who(token.text)).toEqual({
    by: 'token',
    tokenId: token.row.id,
    memberId: member.id,
    level: 'developer',
    projectId: null,
  })
})

test('its refresh text is no token', async () => {
  const { bearers, token } = await withToken()
  await expect(bearers.who(token.refresh)).rejects.toMatchObject({ code: 'unknown_person' })
})

test('expired, revoked, and of somebody who left: all unknown', async () => {
  const expired = await withToken(1000)
  await expired.bearers.who(expired.token.text)
  expired.house.clock.forward(1000)
  await expect(expired.bearers.who(expired.token.text)).rejects.toMatchObject({ code: 'unknown_person' })

  const revoked = await withToken()
  await revoked.house.store.write((rows) => rows.token.update({ id: revoked.token.row.id }, { revokedAt: 1 }))
  await expect(revoked.bearers.who(revoked.token.text)).rejects.toMatchObject({ code: 'unknown_person' })

  const left = await withToken()
  await left.house.store.write((rows) => rows.member.update({ id: left.member.id }, { active: false }))
  await expect(left.bearers.who(left.token.text)).rejects.toMatchObject({ code: 'unknown_person' })
})

test('the last use is written once a minute', async () => {
  const { house, bearers, token, row } = await withToken()
  const first = house.clock.now()
  await bearers.who(token.text)
  house.clock.forward(59_000)
  await bearers.who(token.text)
  expect((await row())?.lastUsedAt).toBe(first)
  house.clock.forward(1000)
  await bearers.who(token.text)
  expect((await row())?.lastUsedAt).toBe(first + 60_000)
})
