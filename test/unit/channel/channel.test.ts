import { expect, test } from 'vitest'
import { channel } from '../house.ts'
import { snapshot, withAcme } from '../project/acme.ts'

test('a channel belongs to a project: short references work there', async () => {
  const { house, maintainer, viewer, outsider } = await withAcme()
  expect((await house.refuses(viewer, 'channel.show')).code).toBe('not_bound')
  const { data } = await house.asks(maintainer, 'channel.bind', {
    place: 'acme/staging',
    events: ['job.finished', 'job.started'],
    here: true,
  })
  expect(data).toMatchObject({
    place: 'acme/staging',
    channel: 'C1',
    events: ['job.finished', 'job.started'],
    here: true,
  })
  expect((await house.asks(viewer, 'channel.show')).data).toMatchObject({ place: 'acme/staging' })
  expect((await house.refuses(outsider, 'channel.show')).code).toBe('not_found')
  expect((await house.asks(viewer, 'instance.show', { instance: 'v19' })).data).toMatchObject({
    reference: 'acme/staging/v19',
  })
  await house.asks(maintainer, 'instance.size', { instance: 'v19', cpu: 1 })
  await house.asks(maintainer, 'channel.bind', { place: 'acme' })
  expect(await house.store.reading.binding.count()).toBe(1)
  expect((await house.asks(viewer, 'channel.show')).data).toMatchObject({
    place: 'acme',
    events: expect.arrayContaining(['job.finished', 'server.key_changed', 'emergency.announced', 'freeze.added']),
    here: false,
  })
  await house.asks(maintainer, 'channel.unbind')
  expect(await house.store.reading.binding.count()).toBe(0)
})

test('a channel of production is no way into production', async () => {
  const { house, maintainer } = await withAcme()
  await house.asks(maintainer, 'channel.bind', { place: 'acme/production' })
  const before = await snapshot(house)
  expect(await house.refuses(maintainer, 'instance.size', { instance: 'v19', cpu: 1 })).toMatchObject({
    code: 'production_unnamed',
    message: expect.stringContaining('acme/production/v19'),
  })
  expect(await snapshot(house)).toEqual(before)
})

test('a channel is bound by whoever maintains what it belongs to', async () => {
  const { house, admin, maintainer, viewer, outsider } = await withAcme()
  await house.asks(admin, 'project.create', { name: 'beta' })
  const beta = await house.store.reading.project.one({ slug: 'beta' })
  const foreign = await house.person('fay', 'maintainer', { scope: 'project', scopeId: beta?.id ?? '' })
  await house.asks(maintainer, 'channel.bind', { place: 'acme' })
  const before = await snapshot(house)
  expect((await house.refuses(foreign, 'channel.bind', { place: 'beta' })).code).toBe('state_forbids')
  expect((await house.refuses(foreign, 'channel.unbind')).code).toBe('not_found')
  expect((await house.refuses(viewer, 'channel.bind', { place: 'acme' })).code).toBe('not_allowed')
  expect((await house.refuses(viewer, 'channel.unbind')).code).toBe('not_allowed')
  expect((await house.refuses(outsider, 'channel.bind', { place: 'acme' })).code).toBe('not_found')
  expect((await house.refuses(maintainer, 'channel.bind', { place: 'acme', events: ['everything'] })).status).toBe(422)
  const nowhere = { origin: { ...channel, surface: 'http' as const, channel: null } }
  expect((await house.refuses(maintainer, 'channel.bind', { place: 'acme' }, nowhere)).code).toBe('state_forbids')
  expect(await snapshot(house)).toEqual(before)
})
