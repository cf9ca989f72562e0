import { expect, test } from 'vitest'
import { replyTo } from '../../../bot/conversation/reply.ts'
import { Grammar } from '../../../bot/grammar/read.ts'
import { expireApprovals } from '../../../core/approval/expire.ts'
import { wakeWaiting } from '../../../core/gate/wake.ts'
import { claimed, shipHouse } from '../gate/ship.ts'
import { channel } from '../house.ts'

const hour = 3_600_000
const staging = { instance: 'acme/staging/v19' }

async function withAda() {
  const house = await shipHouse()
  const ada = await house.person('Ada', 'developer_plus')
  await house.asks(ada, 'me.configure', { timezone: 'Europe/Berlin' })
  return { house, ada }
}

test('a time is shown back in words before it is accepted, with a button that accepts it', async () => {
  const { house, ada } = await withAda()
  const read = new Grammar(house.operations).read('ship it acme/staging/v19 --at "tomorrow 02:00"')
  if (!('understood' in read)) throw new Error('not understood')
  const reply = await replyTo(house, read.understood, { who: ada, origin: channel, delivery: null }, true)
  if (reply.kind !== 'card') throw new Error(`it was ${reply.kind}`)
  expect(reply.card.title).toBe('ship it acme/staging/v19 would run Tuesday 6 Jan 2026, 02:00 CET, in 13 h. Do it?')
  expect(await house.store.reading.job.count()).toBe(0)
  const [button] = reply.card.actions ?? []
  if (!button || !('operation' in button)) throw new Error('there is no button')
  expect(button.arguments).toEqual({ ...staging, at: 'tomorrow 02:00', confirm: 'yes' })
  const done = await house.outcome(ada, button.operation, { ...button.arguments })
  expect(done.kind).toBe('job')
})

test('it waits for its time, can be listed and cancelled, and runs what was pinned', async () => {
  const { house, ada } = await withAda()
  const later = { ...staging, at: 'tomorrow 02:00', confirm: 'yes' }
  const job = await house.ships(ada, later)
  const other = await house.ships(ada, later)
  expect(job).toMatchObject({ waitsFor: 'time', waitsUntil: Date.UTC(2026, 0, 6, 1) })
  expect(job.waitsWhy).toBe('Runs Tuesday 6 Jan 2026, 02:00 CET')
  const { data, card } = await house.asks(ada, 'schedule.list')
  expect(data).toMatchObject({ jobs: [{ number: job.number, at: job.waitsUntil }, { number: other.number }] })
  expect(card.actions?.map(({ label }) => label)).toEqual([`Cancel #${job.number}`, `Cancel #${other.number}`])
  await house.asks(ada, 'job.cancel', { job: String(other.number) })
  house.world.commit = 'another'
  house.clock.forward(13 * hour - 1)
  await wakeWaiting(house)
  expect(await claimed(house)).toBeNull()
  house.clock.forward(1)
  await wakeWaiting(house)
  expect(await claimed(house)).toMatchObject({ number: job.number, plan: { commit: 'c0ffee1234567890' } })
  expect(await claimed(house)).toBeNull()
})

test('what is past or cannot be read is refused', async () => {
  const { house, ada } = await withAda()
  for (const at of ['today 07:00', 'someday']) {
    await expect(house.ships(ada, { ...staging, at, confirm: 'yes' })).rejects.toMatchObject({
      code: 'invalid_arguments',
      facts: { field: 'at' },
    })
  }
})

test('production waits for its approval first, which ends where the time would pass', async () => {
  const { house, ada } = await withAda()
  const ben = await house.person('Ben', 'developer_plus')
  const later = { at: 'in 2 hours', confirm: 'yes' }
  const job = await house.ships(ada, later)
  const late = await house.ships(ada, later)
  expect(job).toMatchObject({ waitsFor: 'approval', wishes: { at: house.clock.now() + 2 * hour } })
  await house.asks(ben, 'approval.approve', { job: String(job.number) })
  expect(await house.job(job.number)).toMatchObject({ waitsFor: 'time', waitsUntil: house.clock.now() + 2 * hour })
  house.clock.forward(2 * hour)
  await expireApprovals(house)
  expect(await house.job(late.number)).toMatchObject({ state: 'cancelled' })
  await wakeWaiting(house)
  expect((await claimed(house))?.number).toBe(job.number)
})
