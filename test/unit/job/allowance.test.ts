import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { Allowance, newTally, tally } from '../../../jobs/run/allowance.ts'

const long = 60_000

/** Plays the main process in a thread of its own: whoever waits here cannot write. */
function writes(written: Int32Array, ...steps: string[]): void {
  const code = `
    const { workerData: written } = require('node:worker_threads')
    const wakes = () => { while (Atomics.notify(written, 0) === 0); }
    ${steps.join('\n')}
  `
  const thread = new Worker(code, { eval: true, workerData: written })
  onTestFinished(async () => void (await thread.terminate()))
}

test('a thread may be so many lines ahead of the store, and not one more', () => {
  const written = newTally()
  const allowance = new Allowance(written, { most: 2, patienceMs: long })
  expect([allowance.spend(), allowance.spend()]).toEqual([false, false])
  tally(written, 1)
  expect(allowance.spend()).toBe(false)
  // Seen to wait, woken for nothing, and then let go on by a line that was written.
  writes(written, 'wakes()', 'Atomics.add(written, 0, 1)', 'Atomics.notify(written, 0)')
  expect(allowance.spend()).toBe(true)
  expect(Atomics.load(written, 0)).toBe(2)
})

test('where nobody writes it goes on by itself, a line at a time', () => {
  const allowance = new Allowance(newTally(), { most: 1, patienceMs: 10 })
  expect(Array.from({ length: 5 }, () => allowance.spend())).toEqual([false, false, false, false, false])
})

test('counts on where the numbers run over', () => {
  const written = newTally()
  tally(written, 2 ** 31 - 1)
  tally(written, 1)
  expect(Atomics.load(written, 0)).toBe(-(2 ** 31))
  const allowance = new Allowance(written, { most: 2, patienceMs: 10 })
  // Nothing was told yet: what is written by far outruns it.
  expect(allowance.spend()).toBe(false)
})
