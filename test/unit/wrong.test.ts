import { expect, test } from 'vitest'
import { testHouse } from './house.ts'

test('what is wrong with a value is said in words, not as the validator has it', async () => {
  const house = await testHouse()
  const admin = await house.person('admin', 'admin')
  const said = async (operation: string, given: Record<string, unknown>) =>
    (await house.refuses(admin, operation, given)).message
  expect(await said('server.add', { name: 'box1', host: 'h', port: 70_000 })).toBe('port: is at most 65535.')
  expect(await said('server.add', { name: 'box1', host: 'h', port: 0 })).toBe('port: is at least 1.')
  expect(await said('server.add', { name: 'box1', host: 'h', port: 'ssh' })).toBe('port: is a number.')
  expect(await said('server.add', { name: 'box1', host: 'h', port: 22.5 })).toBe('port: is a whole number.')
  expect(await said('platform.configure', { proxy: 'apache' })).toBe('proxy: is one of traefik, nginx.')
  expect(await said('server.show', { server: { $ne: 1 } })).toBe('server: is a text.')
  expect(await said('audit.list', { before: 0 })).toBe('before: is more than 0.')
  expect(await said('me.configure', { timezone: 'Mars/Phobos' })).toBe(
    'timezone: is not a time zone like Europe/Berlin.',
  )
})

test('the overview counts in words, and leads on', async () => {
  const house = await testHouse()
  const admin = await house.person('admin', 'admin')
  await house.asks(admin, 'server.add', { name: 'box1', host: '192.0.2.7' })
  const { card } = await house.asks(admin, 'overview')
  expect(card.fields).toContainEqual({ label: 'Servers', value: '1 not confirmed' })
  expect(card.fields).toContainEqual({ label: 'Projects', value: 'none' })
  expect(card.actions?.length).toBeGreaterThan(0)
})

test('the audit says what a refused change was about', async () => {
  const house = await testHouse()
  const admin = await house.person('admin', 'admin')
  await house.refuses(admin, 'server.delete', { server: 'nowhere', confirm: 'nowhere' })
  const { card } = await house.asks(admin, 'audit.list')
  expect(JSON.stringify(card.table?.rows[0])).toContain('server=nowhere')
})

test('whoever may everything is told so once', async () => {
  const house = await testHouse()
  const admin = await house.person('admin', 'admin')
  const { card, data } = await house.asks(admin, 'member.show', { member: 'admin' })
  expect(card.table?.rows).toEqual([['everything', 'every environment']])
  expect(Object.keys(data as object)).toContain('may')
})

test('what is to be confirmed is named, and what was put away is not said to be none', async () => {
  const house = await testHouse()
  const admin = await house.person('admin', 'admin')
  await house.asks(admin, 'version.set', { version: '19.0', image: 'odoo:19.0' })
  await house.asks(admin, 'registry.add', { name: 'ghcr', host: 'ghcr.io' })
  expect((await house.refuses(admin, 'version.remove', { version: '19.0' })).message).toContain('version remove 19.0 ')
  expect((await house.refuses(admin, 'registry.remove', { name: 'ghcr' })).message).toContain('registry remove ghcr ')
  await house.asks(admin, 'project.create', { name: 'acme' })
  await house.asks(admin, 'project.archive', { project: 'acme' })
  expect(JSON.stringify((await house.asks(admin, 'project.list')).card.table?.empty)).toContain('--archived')
})

test('an empty list says how to begin, without raw backticks', async () => {
  const house = await testHouse()
  const admin = await house.person('admin', 'admin')
  for (const operation of ['project', 'environment', 'instance', 'server', 'registry', 'version', 'token', 'job']) {
    const { card } = await house.asks(admin, `${operation}.list`)
    expect(JSON.stringify(card.table?.empty), operation).not.toContain('`')
  }
})
