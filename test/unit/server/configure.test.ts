import { expect, test } from 'vitest'
import { platformDefaults } from '../../../core/platform/defaults.ts'
import { whyNoAddressRange } from '../../../core/server/address-range.rule.ts'
import { whyNoHostRoot } from '../../../core/server/host-root.rule.ts'
import { placeOn } from '../../../core/server/place.ts'
import { withAcme } from '../project/acme.ts'

/** acme/staging runs on box1, before visitors. */
async function deployed() {
  const acme = await withAcme()
  const { house } = acme
  const [environment] = await house.store.reading.environment.find({ kind: 'staging' })
  await house.store.write((rows) =>
    rows.instance.update(
      { environmentId: environment?.id ?? '' },
      { state: 'deployed', domain: 'staging.acme.example' },
    ),
  )
  const place = async (name = 'box1') => {
    const server = await house.store.reading.server.one({ name })
    if (!server) throw new Error(`no ${name}`)
    return placeOn(server, await platformDefaults(house.store.reading))
  }
  return { ...acme, place }
}

test('before the first deploy proxy and folder are chosen; the platform’s hold unless named', async () => {
  const { house, admin } = await withAcme()
  const { data } = await house.asks(admin, 'server.configure', {
    server: 'box1',
    proxy: 'nginx',
    base_folder: '/srv/pilothouse',
    host_root: '/srv/odoo/',
    parallel: 3,
  })
  const settings = { proxy: 'nginx', baseFolder: '/srv/pilothouse', hostRoot: '/srv/odoo', parallel: 3 }
  expect(data).toMatchObject({ settings })
  const { card } = await house.asks(admin, 'server.show', { server: 'box1' })
  expect(JSON.stringify(card.fields)).toMatch(/nginx.*\/srv\/pilothouse.*\/srv\/odoo.*3 jobs/)
  const none = await house.asks(admin, 'server.configure', { server: 'box1', host_root: 'none' })
  expect(none.data).toMatchObject({ settings: { proxy: 'nginx' } })
  expect(JSON.stringify(none.data)).not.toContain('hostRoot')
})

test('what is the platform’s stays the platform’s, though a form says it again', async () => {
  const { house, admin } = await withAcme()
  const given = { server: 'box1', proxy: 'traefik', base_folder: '/opt/paasportal', host_root: 'none', user: 'deploy' }
  expect((await house.asks(admin, 'server.configure', given)).data).toMatchObject({ user: 'deploy', settings: {} })
})

test('afterwards another proxy or folder is refused with the reason; the same again is fine', async () => {
  const { house, admin, place } = await deployed()
  const before = await place()
  const proxy = await house.refuses(admin, 'server.configure', { server: 'box1', proxy: 'nginx' })
  expect(proxy).toMatchObject({ code: 'state_forbids', message: expect.stringContaining('behind Traefik') })
  expect(proxy.remedy).toContain('another server can have nginx')
  const folder = await house.refuses(admin, 'server.configure', { server: 'box1', base_folder: '/srv/other' })
  expect(folder.message).toContain('in /opt/paasportal')
  await house.asks(admin, 'server.configure', { server: 'box1', proxy: 'traefik', base_folder: '/opt/paasportal' })
  expect(await place()).toEqual(before)
})

test('other defaults of the platform hold for servers where nothing stands, and nothing is lost on the others', async () => {
  const { house, admin, place } = await deployed()
  await house.asks(admin, 'server.add', { name: 'box2', host: '192.0.2.8' })
  const before = await place()
  const change = { proxy: 'nginx', base_folder: '/srv/odoo-hosting', resource_prefix: 'ours' }
  const { card } = await house.asks(admin, 'platform.configure', change)
  expect(JSON.stringify(card.lines)).toContain('box1 keeps its folder, prefix and proxy')
  expect(JSON.stringify(card.lines)).not.toContain('box2')
  expect(await place()).toEqual(before)
  expect(await place('box2')).toEqual({ base: '/srv/odoo-hosting', prefix: 'ours', proxy: 'nginx' })
  const again = await house.asks(admin, 'platform.configure', { keep_days: 10 })
  expect(again.card.lines).toEqual([])
})

test.each([
  ['/', 'too much'],
  ['/var', 'too much'],
  ['/etc/odoo', 'the system'],
  ['/var/lib/docker/volumes', 'the system'],
  ['/run', 'the system'],
  ['/opt/paasportal', 'what I keep'],
  ['/opt/paasportal/x', 'what I keep'],
])('%s is no root for host paths: it %s', async (root, why) => {
  expect(whyNoHostRoot(root, '/opt/paasportal')).toContain(why)
  const { house, admin } = await withAcme()
  const refused = await house.refuses(admin, 'server.configure', { server: 'box1', host_root: root })
  expect(refused).toMatchObject({ code: 'invalid_arguments', field: 'host_root' })
})

test.each(['/srv/odoo', '/opt/shared', '/mnt/addons', '/home/odoo/files', '/optional'])('%s may be one', (root) => {
  expect(whyNoHostRoot(root, '/opt/paasportal')).toBeNull()
})

test('another range of addresses is kept, the usual one is not, and what is none is refused', async () => {
  const { house, admin } = await withAcme()
  const configure = (range: string) => house.asks(admin, 'server.configure', { server: 'box1', address_range: range })
  expect((await configure('172.30.0.0/16')).data).toMatchObject({ settings: { addressRange: '172.30.0.0/16' } })
  expect(JSON.stringify((await configure('10.231.0.0/16')).data)).not.toContain('addressRange')
  const refused = await house.refuses(admin, 'server.configure', { server: 'box1', address_range: '8.8.0.0/16' })
  expect(refused).toMatchObject({ code: 'invalid_arguments', field: 'address_range' })
})

test.each([
  '',
  'x',
  '10.0.0.0',
  '10.0.0.1/16',
  '10.300.0.0/16',
  '10.0.0.0/7',
  '10.0.0.0/25',
  '172.32.0.0/16',
  '1.1.0.0/16',
])('networks get no addresses from %j', (range) => {
  expect(whyNoAddressRange(range)).not.toBeNull()
})

test.each(['10.231.0.0/16', '10.0.0.0/8', '172.31.0.0/16', '192.168.7.0/24'])('they may from %s', (range) => {
  expect(whyNoAddressRange(range)).toBeNull()
})
