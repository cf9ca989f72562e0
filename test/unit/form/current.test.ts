import { expect, test } from 'vitest'
import { withCurrent } from '../../../core/form/current.ts'
import { formOf } from '../../../core/form/from.ts'
import { channel, testHouse } from '../house.ts'

test('a form of a change begins with what stands now, for whoever may change it', async () => {
  const house = await testHouse()
  const admin = await house.person('ada', 'admin')
  const viewer = await house.person('vic', 'viewer')
  await house.asks(admin, 'project.create', { name: 'acme', code: 'AC' })
  await house.asks(admin, 'environment.create', { environment: 'acme/staging' })
  await house.asks(admin, 'instance.create', { environment: 'acme/staging', version: '19.0', branch: 'next' })
  await house.asks(admin, 'instance.size', { instance: 'acme/staging', cpu: 3 })

  const given = { instance: 'acme/staging' }
  const begun = await withCurrent(house, { who: admin, origin: channel }, 'instance.size', given)
  expect(begun).toMatchObject({ ...given, cpu: 3, memory: '2048' })
  const size = house.operations.find('instance.size')
  const fields = size ? formOf(size, begun).pages.flatMap((page) => page.fields) : []
  expect(fields.find(({ name }) => name === 'cpu')?.initial).toBe(3)
  expect(await withCurrent(house, { who: admin, origin: channel }, 'instance.configure', given)).toMatchObject({
    branch: 'next',
    version: '19.0',
  })
  expect(
    await withCurrent(house, { who: admin, origin: channel }, 'project.configure', { project: 'acme' }),
  ).toMatchObject({ code: 'AC' })

  expect(await withCurrent(house, { who: viewer, origin: channel }, 'instance.size', given)).toEqual(given)
  expect(await withCurrent(house, { who: admin, origin: channel }, 'instance.size', { instance: 'nowhere' })).toEqual({
    instance: 'nowhere',
  })
  expect(await withCurrent(house, { who: admin, origin: channel }, 'instance.size', {})).toEqual({})
})

test('what a form begins with can be sent as it is, and changes nothing', async () => {
  const house = await testHouse()
  const admin = await house.person('ada', 'admin')
  await house.asks(admin, 'project.create', { name: 'acme', repo: 'https://git.example/acme.git' })
  await house.asks(admin, 'environment.create', { environment: 'acme/staging' })
  await house.asks(admin, 'instance.create', { environment: 'acme/staging', version: '19.0', domain: 'a.example' })
  for (const [operation, given] of [
    ['instance.size', { instance: 'acme/staging' }],
    ['instance.configure', { instance: 'acme/staging' }],
    ['project.configure', { project: 'acme' }],
    ['environment.automate', { environment: 'acme/staging' }],
    ['platform.configure', {}],
    ['me.configure', {}],
  ] as const) {
    const before = await withCurrent(house, { who: admin, origin: channel }, operation, given)
    await house.asks(admin, operation, before)
    expect(await withCurrent(house, { who: admin, origin: channel }, operation, given)).toEqual(before)
  }
})
