import { beforeEach, expect, test } from 'vitest'
import { keep, keptOf } from '../../bot/conversation/kept.ts'
import { forgetOldStashes, stash, unstash } from '../../bot/conversation/stash.ts'
import { forgetDeliveries } from '../../jobs/tick/forget-deliveries.ts'
import { type TestHouse, testHouse } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})

const meaning = { does: 'ask', operation: 'instance.deploy', arguments: { instance: 'acme/staging' }, sure: 'Deploy?' }

test('what a button means is known for as long as its message may stand, and a form for a day', async () => {
  const button = await keep(house, 'discord', meaning)
  const form = await stash(house, 'discord', { typed: 'half of it' }, 0)
  house.clock.forward(400 * 24 * 3_600_000)
  await forgetDeliveries(house)
  await forgetOldStashes(house, 'discord')
  expect(await keptOf(house, 'discord', button)).toEqual(meaning)
  expect(await unstash(house, 'discord', form)).toBeNull()
})

test('the same meaning is kept once, also when two draw it at once', async () => {
  const keys = await Promise.all([keep(house, 'discord', meaning), keep(house, 'discord', meaning)])
  expect(new Set([...keys, await keep(house, 'discord', meaning)]).size).toBe(1)
  expect(await house.store.reading.kept.count()).toBe(1)
})

test('it does not lie open in the store, and nobody else makes one up', async () => {
  const key = await keep(house, 'discord', meaning)
  expect(JSON.stringify(await house.store.reading.kept.find())).not.toContain('acme/staging')
  expect(await keptOf(house, 'slack', key)).toBeNull()
  expect(await keptOf(house, 'discord', 'discord:kept:of-nobody')).toBeNull()
})

test('what a platform carries itself is not in the store', async () => {
  const carried = await keep(house, 'slack', meaning, 2000)
  expect(await house.store.reading.kept.count()).toBe(0)
  expect(await keptOf(house, 'slack', carried)).toEqual(meaning)
})
