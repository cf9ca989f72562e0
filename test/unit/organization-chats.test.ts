import { beforeEach, describe, expect, test } from 'vitest'
import type { Who } from '../../core/operation/request.ts'
import { type TestHouse, testHouse } from './house.ts'
import { project } from './places.ts'

const guild = '200000000000000001'
const there = { origin: { surface: 'discord', team: guild, channel: 'c', thread: null, link: null } } as const
const configured = (more: Record<string, unknown>) => ({ organization: 'globex', ...more })

let house: TestHouse
let ada: Who

beforeEach(async () => {
  house = await testHouse()
  ada = await house.person('ada', 'admin')
  await house.asks(ada, 'organization.create', { name: 'globex' })
  await project(house, 'acme')
  await project(house, 'rocket', { organization: 'globex' })
})

const slugs = async (from = {}) => JSON.stringify((await house.asks(ada, 'project.list', {}, from)).data)

describe('a server that belongs to an organization', () => {
  test('shows nothing of another one, also to whoever rules all of them', async () => {
    const { data } = await house.asks(ada, 'organization.configure', configured({ chat: 'here' }), there)
    expect(data).toMatchObject({ chats: [`discord:${guild}`] })
    expect(await slugs(there)).toContain('rocket')
    expect(await slugs(there)).not.toContain('acme')
    expect(await slugs()).toContain('acme')
    expect((await house.refuses(ada, 'project.show', { project: 'acme' }, there)).code).toBe('not_found')
    expect((await house.asks(ada, 'organization.list', {}, there)).data).toMatchObject({
      organizations: [{ slug: 'globex' }],
    })
    expect(JSON.stringify((await house.asks(ada, 'audit.list', {}, there)).data)).not.toContain('acme')
    expect((await house.asks(ada, 'member.list', {}, there)).card.title).toContain('globex')
  })

  test('is where its projects are made', async () => {
    await house.asks(ada, 'organization.configure', configured({ chat: 'here' }), there)
    await house.asks(ada, 'project.create', { name: 'lander' }, there)
    expect((await house.asks(ada, 'organization.show', { organization: 'globex' })).data).toMatchObject({ projects: 2 })
  })

  test('belongs to one alone, until it is let go', async () => {
    await house.asks(ada, 'organization.configure', configured({ chat: `discord:${guild}` }))
    const again = { organization: 'default', chat: `discord:${guild}` }
    expect((await house.refuses(ada, 'organization.configure', again)).code).toBe('already_there')
    await house.asks(ada, 'organization.configure', configured({ forget_chat: 'here' }), there)
    expect(await slugs(there)).toContain('acme')
    expect((await house.refuses(ada, 'organization.configure', configured({ forget_chat: 'here' }), there)).code).toBe(
      'not_found',
    )
  })

  test('is decided by whoever rules all organizations, and named where it is not here', async () => {
    await house.asks(ada, 'member.add', { member: '@UOLGA', level: 'admin', organization: 'globex' })
    const olga = await house.person('olga')
    const given = configured({ chat: 'slack:T1' })
    expect((await house.refuses(olga, 'organization.configure', given)).code).toBe('not_allowed')
    const http = { origin: { surface: 'http', team: '', channel: null, thread: null, link: null } } as const
    expect((await house.refuses(ada, 'organization.configure', configured({ chat: 'here' }), http)).code).toBe(
      'state_forbids',
    )
    expect((await house.refuses(ada, 'organization.configure', configured({ chat: 'irc:1' }))).code).toBe(
      'invalid_arguments',
    )
  })

  test('holds no channel of another one', async () => {
    await house.asks(ada, 'channel.bind', { place: 'acme' }, there)
    expect(await house.refuses(ada, 'organization.configure', configured({ chat: 'here' }), there)).toMatchObject({
      code: 'state_forbids',
      message: expect.stringContaining('acme'),
    })
  })

  test('has no say in another one by its roles', async () => {
    await house.asks(ada, 'organization.configure', configured({ chat: 'here' }), there)
    const role = { role: `discord:${guild}/210000000000000001`, level: 'viewer', project: 'acme' }
    expect((await house.refuses(ada, 'member.map-role', role)).code).toBe('state_forbids')
  })

  test('is free again when its organization is removed', async () => {
    await house.asks(ada, 'organization.create', { name: 'empty' })
    await house.asks(ada, 'organization.configure', { organization: 'empty', chat: 'here' }, there)
    await house.asks(ada, 'organization.remove', { organization: 'empty', confirm: 'empty' })
    expect(await slugs(there)).toContain('acme')
  })
})
