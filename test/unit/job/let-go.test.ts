import { expect, test } from 'vitest'
import { claimNext } from '../../../core/job/claim.ts'
import { finishJob } from '../../../core/job/finish.ts'
import { renewLease } from '../../../core/job/lease.ts'
import { letGo } from '../../../core/job/let-go.ts'
import { reclaim } from '../../../core/job/reclaim.ts'
import { testHouse } from '../house.ts'
import { exampleJob } from './example.ts'

/** A job that succeeded and tidies up, and another that wants the same. */
async function tidying() {
  const house = await testHouse()
  await exampleJob(house, {}, ['instance:a'])
  const next = await exampleJob(house, {}, ['instance:a'])
  const job = await claimNext(house, 'test')
  if (!job) throw new Error('nothing to claim')
  await finishJob(house, job, { state: 'success', result: 7, goesOn: true })
  return { house, job, next }
}

test('whoever tidies up has succeeded already, and keeps what it held until it lets go', async () => {
  const { house, job, next } = await tidying()
  expect(await house.store.reading.job.one({ id: job.id })).toMatchObject({ state: 'success', result: 7 })
  expect(await renewLease(house, job)).toBe(true)
  expect(await claimNext(house, 'test')).toBeNull()
  expect(await letGo(house, job)).toBe(true)
  expect(await letGo(house, { ...job, fence: job.fence + 1 })).toBe(false)
  expect(await renewLease(house, job)).toBe(false)
  expect((await claimNext(house, 'test'))?.id).toBe(next.id)
})

test('what is held by somebody who was lost while tidying up is free once the lease is over', async () => {
  const { house, job, next } = await tidying()
  await reclaim(house, false)
  expect(await claimNext(house, 'test')).toBeNull()
  await house.store.write((rows) => rows.job.update({ id: job.id }, { leaseUntil: 1 }))
  await reclaim(house, false)
  expect(await house.store.reading.job.one({ id: job.id })).toMatchObject({ state: 'success', takeovers: 0 })
  expect((await claimNext(house, 'test'))?.id).toBe(next.id)
})
