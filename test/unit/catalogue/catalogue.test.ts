import { describe, expect, test } from 'vitest'
import { testHouse } from '../house.ts'
import { snapshot } from '../project/acme.ts'

async function people() {
  const house = await testHouse()
  const admin = await house.person('ada', 'admin')
  const maintainer = await house.person('max', 'maintainer')
  const viewer = await house.person('vic', 'viewer', { scope: 'project', scopeId: 'p' })
  return { house, admin, maintainer, viewer }
}

describe('the catalogue of versions', () => {
  test('says which image a version is, to every member', async () => {
    const { house, admin, viewer } = await people()
    await house.asks(admin, 'registry.add', { name: 'local', host: 'registry.example:5000' })
    await house.asks(admin, 'version.set', {
      version: '19',
      image: 'registry.example:5000/odoo:19.0',
      registry: 'local',
    })
    await house.asks(admin, 'version.set', { version: '19.0', image: 'registry.example:5000/odoo:19.0-2', build: '2' })
    await house.asks(admin, 'version.set', { version: '19.0', image: 'odoo-ee', edition: 'enterprise' })
    expect((await house.asks(viewer, 'version.list')).data).toMatchObject({
      versions: [
        {
          version: '19.0',
          edition: 'community',
          image: 'registry.example:5000/odoo:19.0-2',
          build: '2',
          registry: null,
        },
        { version: '19.0', edition: 'enterprise', image: 'odoo-ee' },
      ],
    })
    await house.asks(admin, 'version.remove', { version: '19.0', edition: 'enterprise', confirm: 'yes' })
    expect(await house.store.reading.version.count()).toBe(1)
  })

  test('is an admin’s to change, and keeps nothing that is wrong', async () => {
    const { house, admin, maintainer, viewer } = await people()
    await house.asks(admin, 'registry.add', { name: 'local', host: 'registry.example' })
    await house.asks(admin, 'version.set', { version: '19.0', image: 'odoo:19.0', registry: 'local' })
    const before = await snapshot(house)
    const set = { version: '18.0', image: 'odoo:18.0' }
    for (const who of [maintainer, viewer])
      expect(await house.refuses(who, 'version.set', set)).toMatchObject({
        code: 'not_allowed',
        message: expect.stringContaining('Admin'),
      })
    expect(await house.refuses(admin, 'version.set', { ...set, image: 'odoo; rm -rf /' })).toMatchObject({
      field: 'image',
    })
    expect(await house.refuses(admin, 'version.set', { ...set, version: 'master' })).toMatchObject({ field: 'version' })
    expect(await house.refuses(admin, 'version.set', { ...set, registry: 'nowhere' })).toMatchObject({
      code: 'not_found',
    })
    expect(await house.refuses(admin, 'version.remove', { version: '18.0', confirm: 'yes' })).toMatchObject({
      code: 'not_found',
    })
    expect(await house.refuses(admin, 'version.remove', { version: '19.0' })).toMatchObject({ code: 'unconfirmed' })
    expect(await house.refuses(admin, 'registry.remove', { name: 'local', confirm: 'yes' })).toMatchObject({
      code: 'state_forbids',
    })
    expect(await snapshot(house)).toEqual(before)
  })
})

describe('registries', () => {
  test('keep their password sealed, and take none as text', async () => {
    const { house, admin, maintainer } = await people()
    const given = { name: 'ghcr', host: 'GHCR.io', username: 'bot' }
    expect(await house.refuses(admin, 'registry.add', given, { asText: true })).toMatchObject({
      code: 'missing_arguments',
      field: 'password',
    })
    expect(
      await house.refuses(admin, 'registry.add', { ...given, password: 'hunter2' }, { asText: true }),
    ).toMatchObject({ code: 'secret_in_text', field: 'password' })
    const { data, card } = await house.asks(admin, 'registry.add', { ...given, password: 'hunter2' })
    expect(data).toMatchObject({ name: 'ghcr', host: 'ghcr.io', login: true })
    const row = await house.store.reading.registry.one({ name: 'ghcr' })
    expect(house.vault.open(row?.password ?? '', `registry:${row?.id}`).reveal()).toBe('hunter2')
    const said = [
      data,
      card,
      await house.asks(admin, 'registry.list'),
      await house.store.reading.audit.find(),
      await house.store.reading.event.find(),
    ]
    expect(JSON.stringify(said)).not.toContain('hunter2')
    expect(await house.refuses(admin, 'registry.add', { ...given, password: 'x' })).toMatchObject({
      code: 'already_there',
    })
    expect(await house.refuses(admin, 'registry.add', { name: 'x', host: 'x y' })).toMatchObject({ field: 'host' })
    expect(await house.refuses(maintainer, 'registry.remove', { name: 'ghcr', confirm: 'yes' })).toMatchObject({
      code: 'not_allowed',
    })
    await house.asks(admin, 'registry.remove', { name: 'ghcr', confirm: 'yes' })
    expect(await house.store.reading.registry.count()).toBe(0)
  })
})
