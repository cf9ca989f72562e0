import { expect, onTestFinished, test } from 'vitest'
import { Refused } from '../../../bot/presenter/later.ts'
import type { Sign } from '../../../bot/presenter/messenger.ts'
import { Tellings } from '../../../bot/presenter/tellings.ts'
import { channel, testHouse } from '../house.ts'
import { FakeMessenger } from './fake-messenger.ts'

test('what was told when the process ended is signed as perhaps there, and what is new is not', async () => {
  const house = await testHouse()
  const ada = await house.person('ada', 'admin')
  const told: Sign[] = []
  let heard = () => {}
  const started = async (post: (sign: Sign) => Promise<string>) => {
    const messenger = new FakeMessenger()
    messenger.post = (_place, _card, sign) => post(sign)
    const tellings = new Tellings(house, new Map([['slack', messenger]]))
    await tellings.start()
    return tellings
  }
  const next = () => new Promise<void>((resolve) => (heard = resolve))
  await house.asks(ada, 'project.create', { name: 'acme' })
  await house.asks(ada, 'channel.bind', { place: 'acme', events: ['project.configured'] }, { origin: channel })

  // The message goes out, and the process ends before that is written down.
  let first = next()
  await started((sign) => {
    told.push(sign)
    heard()
    return new Promise(() => {})
  })
  await house.asks(ada, 'project.configure', { project: 'acme', code: 'AC' }, { origin: { ...channel, channel: 'C2' } })
  await first

  first = next()
  const after = await started((sign) => {
    told.push(sign)
    heard()
    return Promise.resolve('1.1')
  })
  onTestFinished(() => after.stop())
  await first
  expect(told.map(({ again }) => again)).toEqual([false, true])
  expect(told[1]?.post).toBe(told[0]?.post)

  const second = next()
  await house.asks(
    ada,
    'project.configure',
    { project: 'acme', code: 'ACME' },
    { origin: { ...channel, channel: 'C2' } },
  )
  await second
  expect(told.at(-1)).toMatchObject({ again: false })
  expect(told).toHaveLength(3)
})

test('a channel that will not have it keeps no other from hearing of it, nor of what comes after', async () => {
  const house = await testHouse()
  const ada = await house.person('ada', 'admin')
  await house.asks(ada, 'project.create', { name: 'acme' })
  for (const place of ['C1', 'C2'])
    await house.asks(
      ada,
      'channel.bind',
      { place: 'acme', events: ['project.configured'] },
      { origin: { ...channel, channel: place } },
    )
  const told: string[] = []
  const messenger = new FakeMessenger()
  messenger.post = (place) => {
    if (place.channel === 'C1') return Promise.reject(new Refused('is_archived'))
    told.push(place.channel)
    return Promise.resolve('1.1')
  }
  const tellings = new Tellings(house, new Map([['slack', messenger]]))
  await tellings.start()
  onTestFinished(() => tellings.stop())
  for (const code of ['AC', 'ACME'])
    await house.asks(ada, 'project.configure', { project: 'acme', code }, { origin: { ...channel, channel: 'C3' } })
  await expect.poll(() => told, { timeout: 5000 }).toEqual(['C2', 'C2'])
})
