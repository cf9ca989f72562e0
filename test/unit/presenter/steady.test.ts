import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Steady } from '../../../bot/presenter/steady.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('many askings within a second are one more drawing, and the last one is never lost', async () => {
  let state = 0
  const drawn: number[] = []
  const steady = new Steady(() => Promise.resolve(void drawn.push(state)), log)
  for (state = 1; state <= 5; state += 1) steady.again()
  state = 6
  steady.again()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(drawn.at(-1)).toBe(6)
  expect(drawn.length).toBeLessThanOrEqual(2)
})

test('what failed is tried again, later each time, until it works', async () => {
  const at: number[] = []
  const began = Date.now()
  const steady = new Steady(() => {
    at.push(Date.now() - began)
    return at.length < 4 ? Promise.reject(new Error('429')) : Promise.resolve()
  }, log)
  steady.again()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(at).toHaveLength(4)
  const waits = at.slice(1).map((one, index) => one - (at[index] ?? 0))
  expect(waits).toEqual([...waits].sort((one, other) => one - other))
  expect(waits[0]).toBeGreaterThanOrEqual(1000)
})

test('stops at once where it waits', async () => {
  const steady = new Steady(() => Promise.resolve(), log)
  steady.again()
  await vi.advanceTimersByTimeAsync(1)
  await steady.stop()
  steady.again()
  expect(vi.getTimerCount()).toBe(0)
})
