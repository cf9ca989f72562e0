import { describe, expect, test } from 'vitest'
import { platformDefaults } from '../../core/platform/defaults.ts'
import { testHouse } from './house.ts'
import { project } from './places.ts'

describe('organizations', () => {
  test('are created, shown, configured, and their people see their own projects alone', async () => {
    const house = await testHouse()
    const admin = await house.person('admin', 'admin')
    await house.asks(admin, 'organization.create', { name: 'globex', title: 'Globex' })
    expect((await house.refuses(admin, 'organization.create', { name: 'globex' })).code).toBe('already_there')
    await project(house, 'acme')
    await project(house, 'rocket', { organization: 'globex' })
    await house.asks(admin, 'member.add', { member: '@UOLGA', level: 'admin', organization: 'globex' })
    const olga = await house.person('olga')
    await house.asks(olga, 'organization.configure', { organization: 'globex', git_connection: 'github', title: 'G' })
    const off = await house.asks(olga, 'organization.configure', { organization: 'globex', dns_provider: 'none' })
    expect(off.data).toMatchObject({ name: 'G', git_connection: 'github', dns_provider: null })
    expect((await house.asks(olga, 'organization.list')).data).toMatchObject({
      organizations: [{ slug: 'globex', projects: 1, servers: 0 }],
    })
    expect((await house.refuses(olga, 'organization.show', { organization: 'default' })).code).toBe('not_found')
    expect((await house.refuses(olga, 'organization.create', { name: 'own' })).code).toBe('not_allowed')
    expect((await house.asks(olga, 'overview')).data).toMatchObject({ projects: { total: 1 } })
    expect((await house.refuses(olga, 'member.list', { project: 'acme' })).code).toBe('not_found')
  })

  test('are removed by their typed name, when nothing lives there, and the name is free again', async () => {
    const house = await testHouse()
    const admin = await house.person('admin', 'admin')
    const remove = { organization: 'globex', confirm: 'globex' }
    await house.asks(admin, 'organization.create', { name: 'globex' })
    await house.asks(admin, 'member.add', { member: '@UOLGA', level: 'admin', organization: 'globex' })
    const rocket = await project(house, 'rocket', { organization: 'globex' })
    expect((await house.refuses(admin, 'organization.remove', { organization: 'globex' })).code).toBe('unconfirmed')
    expect((await house.refuses(admin, 'organization.remove', { ...remove, confirm: 'yes' })).code).toBe('unconfirmed')
    expect(await house.refuses(admin, 'organization.remove', remove)).toMatchObject({
      code: 'state_forbids',
      message: 'globex still has 1 projects and 0 servers.',
    })
    await house.store.write((rows) => rows.project.remove({ id: rocket }))
    await house.asks(admin, 'server.add', { name: 'box1', host: '192.0.2.7', organization: 'globex' })
    expect((await house.refuses(admin, 'organization.remove', remove)).message).toContain('0 projects and 1 servers')
    await house.store.write((rows) => rows.server.remove({ name: 'box1' }))
    await house.asks(admin, 'organization.remove', remove)
    expect((await house.refuses(admin, 'organization.show', { organization: 'globex' })).code).toBe('not_found')
    expect(await house.store.reading.grant.count({ scope: 'organization' })).toBe(0)
    await house.asks(admin, 'organization.create', { name: 'globex' })
    const theDefault = { organization: 'default', confirm: 'default' }
    expect((await house.refuses(admin, 'organization.remove', theDefault)).message).toContain('default organization')
  })
})

describe('defaults of the platform', () => {
  test('are shown when nothing is given, kept one by one, and taken back', async () => {
    const house = await testHouse()
    const max = await house.person('max', 'maintainer')
    const first = await house.asks(max, 'platform.configure')
    expect(first.card.state).toBe('as they are')
    expect(first.data).toMatchObject({ apps_domain: null, proxy: 'traefik', resource_prefix: 'paasportal' })
    await house.asks(max, 'platform.configure', { apps_domain: 'Apps.Example.com', proxy: 'nginx' })
    await house.asks(max, 'platform.configure', { postgres_image: 'registry.example:5000/postgres:16' })
    expect(await platformDefaults(house.store.reading)).toMatchObject({
      appsDomain: 'apps.example.com',
      proxy: 'nginx',
      postgresImage: 'registry.example:5000/postgres:16',
    })
    await house.asks(max, 'platform.configure', { apps_domain: 'none' })
    expect((await house.asks(max, 'platform.configure')).data).toMatchObject({ apps_domain: null, proxy: 'nginx' })
  })

  test('refuse what is none, with its field, and who may not', async () => {
    const house = await testHouse()
    const max = await house.person('max', 'maintainer')
    for (const [field, value] of [
      ['apps_domain', 'not a domain'],
      ['apps_domain', 'localhost'],
      ['postgres_image', 'postgres 16'],
      ['postgres_image', '--privileged'],
      ['proxy', 'apache'],
      ['resource_prefix', '../etc'],
      ['base_folder', 'opt'],
      ['base_folder', '/opt/../etc'],
    ] as const) {
      expect((await house.refuses(max, 'platform.configure', { [field]: value })).field).toBe(field)
    }
    const dora = await house.person('dora', 'developer_plus')
    expect((await house.refuses(dora, 'platform.configure')).message).toContain('needs Maintainer')
  })
})

test('the overview counts what the asker sees and says first what is wrong', async () => {
  const house = await testHouse()
  const admin = await house.person('admin', 'admin')
  const acme = await project(house, 'acme', { environments: ['production', 'staging'] })
  await project(house, 'beta', { environments: ['development'] })
  await house.asks(admin, 'server.add', { name: 'box1', host: '192.0.2.7' })
  const anna = await house.person('anna', 'viewer', { scope: 'project', scopeId: acme })
  const { data, card } = await house.asks(admin, 'overview')
  expect(data).toMatchObject({
    projects: { total: 2, active: 2 },
    environments: { production: 1, staging: 1, development: 1 },
    instances: { total: 3, draft: 3, deployed: 0 },
    servers: { total: 1, unconfirmed: 1 },
    jobs: { running: 0, waiting: 0 },
  })
  expect(card).toMatchObject({ tone: 'warning', lines: [{ tone: 'warning' }] })
  await house.store.write(async (rows) => {
    const server = await rows.server.one({ name: 'box1' })
    await rows.server.update({ name: 'box1' }, { trust: 'trusted', pinnedKey: server?.offeredKey ?? null })
  })
  await house.asks(admin, 'server.check', { server: 'box1' })
  expect((await house.asks(admin, 'overview')).data).toMatchObject({ jobs: { waiting: 1 } })
  expect((await house.asks(anna, 'overview')).data).toMatchObject({
    projects: { total: 1 },
    environments: { production: 1, staging: 1, development: 0 },
    servers: { total: 0 },
    jobs: { waiting: 0 },
  })
  const nobody = await house.person('idle')
  await house.asks(admin, 'member.add', { member: '@UIDLE' })
  expect((await house.asks(nobody, 'overview')).card).toMatchObject({ tone: 'idle' })
  expect((await house.refuses(await house.person('stranger'), 'overview')).code).toBe('unknown_person')
})
