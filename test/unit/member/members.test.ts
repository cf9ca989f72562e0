import { describe, expect, test } from 'vitest'
import { channel, testHouse } from '../house.ts'
import { project } from '../places.ts'

const http = { origin: { surface: 'http', team: '', channel: null, thread: null, link: null } } as const

async function team() {
  const house = await testHouse()
  const acme = await project(house, 'acme', { environments: ['production', 'staging'] })
  await project(house, 'beta')
  const admin = await house.person('admin', 'admin')
  return { house, acme, admin }
}

describe('adding a person', () => {
  test('by mention gives them a level in a project, and a stranger becomes known', async () => {
    const { house, admin } = await team()
    const anna = await house.person('anna')
    expect((await house.refuses(anna, 'member.list')).remedy).toContain('Ask admin to add you')
    const answer = await house.asks(admin, 'member.add', { member: '@UANNA', level: 'developer', project: 'acme' })
    expect(answer.data).toMatchObject({ level: 'developer', scope: 'project', new: true })
    const { data } = await house.asks(anna, 'me')
    expect(data).toMatchObject({ levels: [{ place: 'acme', level: 'developer' }] })
    expect((await house.refuses(anna, 'member.list', { project: 'beta' })).code).toBe('not_found')
  })

  test('says their name as soon as they are here', async () => {
    const { house, admin } = await team()
    await house.asks(admin, 'member.add', { member: '@UANNA', level: 'viewer', project: 'acme' })
    expect(await house.store.reading.member.one({ name: 'UANNA' })).not.toBeNull()
    await house.asks(await house.person('anna'), 'me')
    expect(await house.store.reading.member.one({ name: 'anna' })).toMatchObject({ lastSeenAt: house.clock.now() })
  })

  test('in a project is as viewer unless said, on the platform without any level', async () => {
    const { house, admin } = await team()
    const inProject = await house.asks(admin, 'member.add', { member: '@UA1', project: 'acme' })
    const onPlatform = await house.asks(admin, 'member.add', { member: '@UA2' })
    expect([inProject.data, onPlatform.data]).toMatchObject([{ level: 'viewer' }, { level: 'none' }])
  })

  test('again takes nothing away that nobody spoke of', async () => {
    const { house, admin, acme } = await team()
    await house.person('anna', 'maintainer', { scope: 'project', scopeId: acme })
    const again = await house.asks(admin, 'member.add', { member: '@UANNA', project: 'acme' })
    expect(again.data).toMatchObject({ level: 'maintainer', new: false })
  })

  test('by account from anywhere finds them in whichever team they turn up', async () => {
    const { house, admin } = await team()
    await house.asks(admin, 'member.add', { member: 'slack:UANNA', level: 'viewer' }, http)
    await house.asks({ ...(await house.person('anna')), team: 'T7' }, 'me')
  })

  test('by name is for the page, and for admins of the platform alone', async () => {
    const { house, admin, acme } = await team()
    const chief = await house.person('chief', 'admin', { scope: 'project', scopeId: acme })
    const refused = await house.refuses(chief, 'member.add', { member: 'Zofia Nowak', project: 'acme' })
    expect(refused).toMatchObject({ code: 'state_forbids', message: expect.stringContaining('by their account') })
    await house.asks(admin, 'member.add', { member: 'Zofia Nowak', project: 'acme' })
    await house.asks(admin, 'member.add', { member: '@zofia nowak', level: 'developer', project: 'acme' })
    expect(await house.store.reading.member.count({ name: 'Zofia Nowak' })).toBe(1)
    const { data, onlyAsker, card } = await house.asks(admin, 'member.link', { member: 'Zofia Nowak' })
    expect(data).toMatchObject({ url: expect.stringMatching(/^http:\/\/page\.test\/console\/signin\?code=[\w-]{32}$/) })
    expect(onlyAsker).toBe(true)
    expect(card.actions).toEqual([{ label: 'Open', url: (data as { url: string }).url }])
  })

  test('needs an admin of that place', async () => {
    const { house, acme } = await team()
    const chief = await house.person('chief', 'admin', { scope: 'project', scopeId: acme })
    const anna = await house.person('anna', 'maintainer', { scope: 'project', scopeId: acme })
    await house.asks(chief, 'member.add', { member: '@UBEN', project: 'acme' })
    expect((await house.refuses(chief, 'member.add', { member: '@UBEN', level: 'viewer' })).code).toBe('not_allowed')
    expect((await house.refuses(chief, 'member.add', { member: '@UBEN', project: 'beta' })).code).toBe('not_found')
    expect(await house.refuses(anna, 'member.add', { member: '@UBEN', project: 'acme' })).toMatchObject({
      code: 'not_allowed',
      message: 'member add needs Admin here; you have Maintainer.',
      remedy: expect.stringContaining('chief'),
    })
  })
})

describe('the last admin', () => {
  test('is not demoted, removed or deactivated; with a second one each of it works', async () => {
    const { house, admin } = await team()
    const acts: [string, Record<string, unknown>][] = [
      ['member.grant', { member: '@UADMIN', level: 'viewer' }],
      ['member.remove', { member: '@UADMIN' }],
      ['member.deactivate', { member: '@UADMIN', confirm: 'yes' }],
    ]
    for (const [act, given] of acts) {
      expect(await house.refuses(admin, act, given)).toMatchObject({
        code: 'state_forbids',
        message: 'admin is the last admin of the platform.',
      })
    }
    const second = await house.person('second', 'admin')
    for (const [act, given] of acts) {
      await house.asks(second, act, given)
      await house.asks(second, 'member.add', { member: '@UADMIN', level: 'admin' })
    }
  })

  test('two who demote each other at once leave one', async () => {
    const { house, admin } = await team()
    const second = await house.person('second', 'admin')
    const tried = await Promise.allSettled([
      house.asks(admin, 'member.grant', { member: '@USECOND', level: 'viewer' }),
      house.asks(second, 'member.grant', { member: '@UADMIN', level: 'viewer' }),
    ])
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('deactivating', () => {
  test('ends levels, tokens, sessions and codes, and a return gives nothing of it back', async () => {
    const { house, admin, acme } = await team()
    const anna = await house.person('anna', 'developer', { scope: 'project', scopeId: acme })
    await house.asks(anna, 'token.create', { name: 'ci' })
    await house.asks(anna, 'me.signin')
    await house.asks(admin, 'member.permit', { member: 'anna', permission: 'instance.backup', project: 'acme' })
    const member = await house.store.reading.member.one({ name: 'anna' })
    const memberId = member?.id ?? ''
    await house.store.write((rows) =>
      rows.session.insert({ id: 's1', memberId, csrf: 'c', createdAt: 0, expiresAt: house.clock.now() + 1000 }),
    )
    expect((await house.refuses(admin, 'member.deactivate', { member: 'anna' })).code).toBe('unconfirmed')
    const { data } = await house.asks(admin, 'member.deactivate', { member: 'anna', confirm: 'yes' })
    expect(data).toMatchObject({ ended: { tokens: 1, sessions: 1, codes: 1, levels: 1, extra_rights: 1 } })
    expect((await house.refuses(anna, 'me')).code).toBe('unknown_person')
    const [token] = await house.store.reading.token.find({ memberId })
    const byToken = { by: 'token', tokenId: token?.id ?? '', memberId, level: 'admin', projectId: null } as const
    expect((await house.refuses(byToken, 'me')).code).toBe('unknown_person')

    const chief = await house.person('chief', 'admin', { scope: 'project', scopeId: acme })
    expect((await house.refuses(chief, 'member.add', { member: '@UANNA', project: 'acme' })).code).toBe('state_forbids')
    await house.asks(admin, 'member.add', { member: '@UANNA' })
    expect((await house.asks(anna, 'me')).data).toMatchObject({ levels: [], extra_rights: [] })
    expect((await house.store.reading.token.find({ memberId }))[0]?.revokedAt).not.toBeNull()
  })
})

describe('extra rights', () => {
  test('are given, taken and cleared, and no rights over people are among them', async () => {
    const { house, admin, acme } = await team()
    const anna = await house.person('anna', 'viewer', { scope: 'project', scopeId: acme })
    const given = { member: 'anna', permission: 'audit.list', project: 'acme' }
    expect((await house.refuses(anna, 'audit.list', { project: 'acme' })).code).toBe('not_allowed')
    await house.asks(admin, 'member.permit', given)
    await house.asks(anna, 'audit.list', { project: 'acme' })
    await house.asks(admin, 'member.deny', given)
    expect((await house.refuses(anna, 'audit.list', { project: 'acme' })).code).toBe('not_allowed')
    await house.asks(admin, 'member.deny', { ...given, clear: true })
    expect((await house.refuses(admin, 'member.permit', { ...given, clear: true })).code).toBe('state_forbids')
    for (const permission of ['member.grant', 'token.create', 'claim', 'no.such']) {
      expect((await house.refuses(admin, 'member.permit', { ...given, permission })).code).toBe('invalid_arguments')
    }
  })
})

describe('looking', () => {
  test('people of the whole platform have access to projects, also while there are none', async () => {
    const house = await testHouse()
    const admin = await house.person('admin', 'admin')
    expect((await house.asks(admin, 'member.list')).data).toMatchObject({
      counts: { total: 1, with_project_access: 1, dashboard_only: 0 },
    })
  })

  test('lists with levels, where they come from, and counts', async () => {
    const { house, admin, acme } = await team()
    const organization = await house.store.reading.organization.one({ isDefault: true })
    await house.person('anna', 'developer', { scope: 'project', scopeId: acme })
    await house.person('olga', 'admin', { scope: 'organization', scopeId: organization?.id ?? '' })
    await house.asks(admin, 'member.add', { member: '@UIDLE' })
    const all = await house.asks(admin, 'member.list')
    expect(all.data).toMatchObject({
      counts: { total: 4, with_project_access: 3, dashboard_only: 1, platform_admins: 1 },
      members: [{ name: 'UIDLE', level: 'none' }, { name: 'admin' }, { name: 'anna' }, { name: 'olga' }],
    })
    const there = await house.asks(admin, 'member.list', { project: 'acme' })
    expect(there.data).toMatchObject({
      members: [
        { name: 'admin', level: 'admin', inherited_from: 'everywhere' },
        { name: 'anna', level: 'developer', inherited_from: null },
        { name: 'olga', level: 'admin', inherited_from: 'organization default' },
      ],
    })
    const searched = await house.asks(admin, 'member.list', { search: 'NN' })
    expect(searched.data).toMatchObject({ members: [{ name: 'anna' }] })
    const developers = await house.asks(admin, 'member.list', { level: 'Developer' })
    expect(developers.data).toMatchObject({ members: [{ name: 'anna' }] })
  })

  test('without a place is for maintainers of the platform; others look at their one project', async () => {
    const { house, acme } = await team()
    const anna = await house.person('anna', 'viewer', { scope: 'project', scopeId: acme })
    expect((await house.asks(anna, 'member.list')).card.title).toBe('Members in acme')
    const two = await house.person('two', 'viewer')
    expect(await house.refuses(two, 'member.list')).toMatchObject({
      code: 'not_allowed',
      message: 'This without `--project` needs Maintainer here; you have Viewer.',
    })
  })

  test('shows what one person can do, by kind of environment, and not where the asker sees nothing', async () => {
    const { house, admin, acme } = await team()
    const beta = (await house.store.reading.project.one({ slug: 'beta' }))?.id ?? ''
    await house.person('anna', 'developer', { scope: 'project', scopeId: acme })
    await house.person('anna', 'admin', { scope: 'project', scopeId: beta })
    const ben = await house.person('ben', 'viewer', { scope: 'project', scopeId: acme })
    const { data } = await house.asks(ben, 'member.show', { member: 'anna' })
    expect(data).toMatchObject({ level: 'developer', levels: [{ place: 'acme', level: 'developer' }] })
    expect(JSON.stringify(data)).not.toContain('beta')
    const may = (data as { may: { operation: string }[] }).may.map(({ operation }) => operation)
    expect(may).toContain('member.list')
    expect(may).not.toContain('member.grant')
    expect((await house.asks(admin, 'member.show', { member: 'ann' })).data).toMatchObject({ name: 'anna' })
    expect((await house.refuses(ben, 'member.show', { member: 'nobody' })).code).toBe('not_found')
  })

  test('two of the same name are asked about', async () => {
    const { house, admin } = await team()
    await house.person('anna', 'viewer')
    const other = { ...(await house.person('anna')), user: 'UOTHER' }
    await house.asks(admin, 'member.add', { member: '@UOTHER', level: 'viewer' })
    await house.asks(other, 'me')
    expect((await house.refuses(admin, 'member.grant', { member: 'anna', level: 'admin' })).code).toBe('ambiguous')
    await house.asks(admin, 'member.grant', { member: '@UOTHER', level: 'developer' })
  })
})

test('when somebody was seen is written at most once a minute', async () => {
  const { house, admin } = await team()
  const seen = async () => (await house.store.reading.member.one({ name: 'admin' }))?.lastSeenAt
  await house.asks(admin, 'me')
  const first = house.clock.now()
  house.clock.forward(59_999)
  await house.asks(admin, 'me', {}, { origin: channel })
  expect(await seen()).toBe(first)
  house.clock.forward(1)
  await house.asks(admin, 'me')
  expect(await seen()).toBe(first + 60_000)
})
