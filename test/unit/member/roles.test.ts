import { beforeEach, describe, expect, test } from 'vitest'
import { asking } from '../../../core/operation/asking.ts'
import type { Who } from '../../../core/operation/request.ts'
import { complete } from '../../../core/reference/complete.ts'
import { type TestHouse, testHouse } from '../house.ts'

const guild = '200000000000000001'
const developers = '210000000000000001'
const owners = '210000000000000002'
const inDiscord = {
  origin: { surface: 'discord', team: guild, channel: 'c', thread: null, link: null },
} as const

let house: TestHouse
let ada: Who

const withRoles = (name: string, ...roles: string[]): Who => ({
  by: 'identity',
  platform: 'discord',
  team: guild,
  user: name,
  name,
  roles: [guild, ...roles],
})
const map = (role: string, level: string, project = 'acme') =>
  house.asks(ada, 'member.map-role', { role: `${role} Someones`, level, project }, inDiscord)
const mine = async (who: Who) => (await house.asks(who, 'project.list', {}, inDiscord)).data

beforeEach(async () => {
  house = await testHouse()
  ada = await house.person('ada', 'admin')
  await house.asks(ada, 'project.create', { name: 'acme' })
  await house.asks(ada, 'project.create', { name: 'beta' })
})

describe('a mapped role', () => {
  test('gives its level in its project, and nothing anywhere else', async () => {
    await map(developers, 'developer')
    const bob = withRoles('bob', developers)
    expect(JSON.stringify(await mine(bob))).toContain('acme')
    expect(JSON.stringify(await mine(bob))).not.toContain('beta')
    expect(await house.refuses(bob, 'project.archive', { project: 'acme' }, inDiscord)).toMatchObject({
      code: 'not_allowed',
    })
  })

  test('gives nothing to whoever lacks it, and its loss takes what it gave', async () => {
    await map(developers, 'developer')
    expect(await house.refuses(withRoles('bob'), 'project.list', {}, inDiscord)).toMatchObject({
      code: 'unknown_person',
    })
    await mine(withRoles('bob', developers))
    expect(await house.refuses(withRoles('bob'), 'project.list', {}, inDiscord)).toMatchObject({
      code: 'unknown_person',
    })
    expect(JSON.stringify((await house.asks(ada, 'member.list', { project: 'acme' })).data)).not.toContain('bob')
  })

  test('a guest has none', async () => {
    await map(developers, 'developer')
    const guest: Who = { ...withRoles('bob', developers), guest: true } as Who
    expect(await house.refuses(guest, 'project.list', {}, inDiscord)).toMatchObject({ code: 'unknown_person' })
  })

  test('of two the higher one counts, and the other is left when it goes', async () => {
    await map(developers, 'viewer')
    await map(owners, 'admin')
    const both = withRoles('bob', developers, owners)
    expect((await house.asks(both, 'project.archive', { project: 'acme' }, inDiscord)).data).toBeTruthy()
    const one = withRoles('bob', developers)
    expect(await house.refuses(one, 'project.unarchive', { project: 'acme' }, inDiscord)).toMatchObject({
      code: 'not_allowed',
    })
  })

  test('a changed mapping changes at once what people have, and an ended one ends it', async () => {
    await map(developers, 'maintainer')
    const bob = withRoles('bob', developers)
    await mine(bob)
    await map(developers, 'viewer')
    const shown = async () => JSON.stringify((await house.asks(ada, 'member.show', { member: 'bob' })).data)
    expect(await shown()).toContain('"level":"viewer"')
    await map(developers, 'none')
    expect(await shown()).not.toContain('"level":"viewer"')
    expect(await house.refuses(bob, 'project.list', {}, inDiscord)).toMatchObject({ code: 'unknown_person' })
  })

  test('the role that everybody has is one like any other', async () => {
    await map(guild, 'viewer')
    expect(JSON.stringify(await mine(withRoles('bob')))).toContain('acme')
  })
})

describe('whoever is known by more than roles', () => {
  test('has exactly what was given to them', async () => {
    await map(developers, 'maintainer')
    await house.asks(ada, 'member.add', { member: 'discord:bob', level: 'viewer', project: 'acme' }, inDiscord)
    const bob = withRoles('bob', developers)
    expect(await house.refuses(bob, 'project.archive', { project: 'acme' }, inDiscord)).toMatchObject({
      code: 'not_allowed',
    })
  })

  test('a linked account has the rights of its person, and what a role gave before is gone', async () => {
    await map(developers, 'maintainer')
    const bob = withRoles('bob', developers)
    await mine(bob)
    const vera = await house.person('vera', 'viewer')
    const { data } = await house.asks(vera, 'me.link')
    const code = String((data as Record<string, unknown>)['code'])
    await house.asks(bob, 'me.link', { code }, inDiscord)
    expect(JSON.stringify(await mine(bob))).toContain('beta')
    expect(await house.refuses(bob, 'project.archive', { project: 'acme' }, inDiscord)).toMatchObject({
      code: 'not_allowed',
    })
  })

  test('whoever lost their roles may still link', async () => {
    await map(developers, 'developer')
    await mine(withRoles('bob', developers))
    const vera = await house.person('vera', 'viewer')
    const { data } = await house.asks(vera, 'me.link')
    const code = String((data as Record<string, unknown>)['code'])
    await house.asks(withRoles('bob'), 'me.link', { code }, inDiscord)
    expect(JSON.stringify(await mine(withRoles('bob')))).toContain('beta')
  })

  test('whoever was put out stays out, whatever their roles', async () => {
    await map(developers, 'developer')
    const bob = withRoles('bob', developers)
    await mine(bob)
    await house.asks(ada, 'member.deactivate', { member: 'bob', confirm: 'yes' })
    expect(await house.refuses(bob, 'project.list', {}, inDiscord)).toMatchObject({ code: 'unknown_person' })
  })

  test('what an admin gives beside stays when the role goes', async () => {
    await map(developers, 'developer')
    const bob = withRoles('bob', developers)
    await mine(bob)
    await house.asks(ada, 'member.grant', { member: 'bob', level: 'viewer', project: 'beta' })
    const seen = JSON.stringify(await mine(withRoles('bob')))
    expect(seen).toContain('beta')
    expect(seen).not.toContain('acme')
  })
})

describe('to map a role', () => {
  test('takes an admin of the place', async () => {
    const max = await house.person('max', 'maintainer')
    const given = { role: `${developers}`, level: 'admin', project: 'acme' }
    expect(await house.refuses(max, 'member.map-role', given, inDiscord)).toMatchObject({ code: 'not_allowed' })
  })

  test('takes a role, and a place that is not everywhere', async () => {
    const ask = (given: Record<string, unknown>, from = {}) =>
      house.refuses(ada, 'member.map-role', { level: 'viewer', ...given }, from)
    expect(await ask({ role: developers, project: 'acme' })).toMatchObject({
      code: 'invalid_arguments',
      field: 'role',
    })
    expect(await ask({ role: developers }, inDiscord)).toMatchObject({
      code: 'invalid_arguments',
      field: 'project',
    })
    await house.asks(ada, 'member.map-role', {
      role: `discord:${guild}/${developers}`,
      level: 'viewer',
      organization: 'default',
    })
    expect(JSON.stringify(await mine(withRoles('bob', developers)))).toContain('beta')
  })
})

test('what roles give is shown where people look who is there', async () => {
  await map(developers, 'developer')
  expect((await house.asks(ada, 'member.list', { project: 'acme' })).data).toMatchObject({
    roles: [{ team: guild, role: developers, name: 'Someones', level: 'developer' }],
  })
  expect((await house.asks(ada, 'member.list', { project: 'beta' })).data).toMatchObject({ roles: [] })
})

test('a role that gives something is offered where one chooses, and a new one by its number', async () => {
  await map(developers, 'developer')
  const from = await asking(house, ada, inDiscord.origin)
  const offered = async (typed: string) => (await complete(from, 'role', typed)).map(({ value }) => value)
  expect(await offered('some')).toEqual([`discord:${guild}/${developers}`])
  expect(await offered(`discord:${guild}/${owners}`)).toEqual([`discord:${guild}/${owners}`])
  expect(await offered('nobody')).toEqual([])
})
