import { expect, test } from 'vitest'
import { bounded } from '../../adapters/docker/bounded.ts'
import { whyEnded } from '../../adapters/remote/reason.ts'
import { Fault } from '../../core/error.ts'

test('who ran out of time did not cancel, whichever part of a server was asked', async () => {
  const late = AbortSignal.timeout(0)
  await new Promise((resolve) => late.addEventListener('abort', resolve))
  expect(whyEnded(late)).toMatchObject({ code: 'timed_out' })
  expect(bounded(late, undefined, 'look').signal.reason).toMatchObject({ code: 'timed_out' })
})

test('who left without a word cancelled, and a reason of ours stays what it is', () => {
  expect(whyEnded(AbortSignal.abort())).toMatchObject({ code: 'cancelled' })
  const lost = new Fault('worker_lost', {})
  expect(whyEnded(AbortSignal.abort(lost))).toBe(lost)
})
