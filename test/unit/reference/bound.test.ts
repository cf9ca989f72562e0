import { expect, test } from 'vitest'
import { channel, testHouse } from '../house.ts'

test('in a bound channel whoever looks need not name what the channel belongs to; a change names it', async () => {
  const house = await testHouse()
  const admin = await house.person('ada', 'admin')
  for (const project of ['acme', 'other']) await house.asks(admin, 'project.create', { name: project })
  await house.asks(admin, 'environment.create', { environment: 'acme/staging' })
  await house.asks(admin, 'instance.create', { environment: 'acme/staging', version: '19.0' })
  expect((await house.refuses(admin, 'project.show')).code).toBe('missing_arguments')

  await house.asks(admin, 'channel.bind', { place: 'acme/staging' }, { origin: channel })
  const here = { origin: channel }
  expect((await house.asks(admin, 'project.show', {}, here)).data).toMatchObject({ slug: 'acme' })
  expect((await house.asks(admin, 'environment.show', {}, here)).card.title).toBe('acme/staging')
  expect((await house.asks(admin, 'instance.show', {}, here)).card.title).toBe('acme/staging/v19')
  expect((await house.asks(admin, 'project.show', { project: 'other' }, here)).data).toMatchObject({ slug: 'other' })
  expect((await house.refuses(admin, 'instance.size', { cpu: 4 }, here)).code).toBe('missing_arguments')
  expect((await house.refuses(admin, 'project.show', {}, { origin: { ...channel, channel: 'C9' } })).code).toBe(
    'missing_arguments',
  )
})
