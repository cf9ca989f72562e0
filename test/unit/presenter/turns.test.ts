import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Later, Refused } from '../../../bot/presenter/later.ts'
import { dueAt, next, type Turn } from '../../../bot/presenter/turns.rule.ts'
import { Turns } from '../../../bot/presenter/turns.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const pace = { perMinute: 50, burst: 10, leastMs: 1000, calmMs: 2000 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Messages that are shown, by their keys, each with the second in which it was. */
function shown(show: (key: string) => Promise<void> = () => Promise.resolve()) {
  const began = performance.now()
  const at: { key: string; second: number }[] = []
  const turns = new Turns(
    (key) => {
      at.push({ key, second: (performance.now() - began) / 1000 })
      return show(key)
    },
    pace,
    log,
  )
  const of = (key: string) => at.filter((one) => one.key === key).map(({ second }) => second)
  return { turns, at, of }
}

/** Something new every 100 ms, as a job that runs tells of itself. */
async function busy(turns: Turns, keys: readonly string[], seconds: number): Promise<void> {
  for (let at = 0; at < seconds * 10; at += 1) {
    for (const key of keys) turns.wake(key, 'calm')
    await vi.advanceTimersByTimeAsync(100)
  }
}

describe('messages by turns', () => {
  test('one alone is shown every two seconds, and its end within one', async () => {
    const { turns, of } = shown()
    await busy(turns, ['a'], 180)
    expect(of('a').length).toBeGreaterThan(80)
    expect(of('a').length).toBeLessThanOrEqual(91)
    const before = of('a').length
    turns.wake('a', 'end')
    await vi.advanceTimersByTimeAsync(1000)
    expect(of('a')).toHaveLength(before + 1)
  })

  test('none is shown twice within a second, also at its end', async () => {
    const { turns, of } = shown()
    turns.wake('a', 'end')
    for (let at = 0; at < 30; at += 1) {
      turns.wake('a', 'end')
      await vi.advanceTimersByTimeAsync(100)
    }
    const seconds = of('a')
    for (const [at, second] of seconds.slice(1).entries())
      expect(second - (seconds[at] ?? 0)).toBeGreaterThanOrEqual(0.999)
  })

  test('many share what the platform takes, and each gets as much', async () => {
    const { turns, at, of } = shown()
    const keys = Array.from({ length: 20 }, (_, n) => `job ${n}`)
    await busy(turns, keys, 300)
    expect(at.length).toBeLessThanOrEqual(50 * 5 + 15)
    expect(at.length).toBeGreaterThan(50 * 5 - 15)
    const counts = keys.map((key) => of(key).length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  })

  test('an end waits for nobody, however many others there are', async () => {
    const { turns, of } = shown()
    const keys = Array.from({ length: 50 }, (_, n) => `job ${n}`)
    await busy(turns, keys, 60)
    turns.wake('last', 'end')
    await vi.advanceTimersByTimeAsync(10)
    expect(of('last')).toHaveLength(1)
  })

  test('who was told to wait waits so long, and no longer', async () => {
    let refusals = 0
    const { turns, of } = shown(() => {
      refusals += 1
      return refusals === 1 ? Promise.reject(new Later(30_000)) : Promise.resolve()
    })
    turns.wake('a', 'calm')
    await vi.advanceTimersByTimeAsync(100)
    turns.wake('a', 'end')
    await vi.advanceTimersByTimeAsync(29_000)
    expect(of('a')).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1500)
    expect(of('a')).toHaveLength(2)
  })

  test('what failed is tried again, later each time, until it works', async () => {
    let tries = 0
    const { turns, of } = shown(() => {
      tries += 1
      return tries < 5 ? Promise.reject(new Error('500')) : Promise.resolve()
    })
    turns.wake('a', 'end')
    await vi.advanceTimersByTimeAsync(60_000)
    const waits = of('a')
      .map((second, at, all) => second - (all[at - 1] ?? 0))
      .slice(1)
    expect(of('a')).toHaveLength(5)
    expect(waits).toEqual([...waits].sort((one, other) => one - other))
  })

  test('what hangs keeps no other waiting', async () => {
    const { turns, of } = shown((key) => (key === 'hangs' ? new Promise(() => {}) : Promise.resolve()))
    turns.wake('hangs', 'calm')
    turns.wake('a', 'calm')
    await vi.advanceTimersByTimeAsync(10)
    expect(of('a')).toHaveLength(1)
    turns.wake('hangs', 'end')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(of('hangs')).toHaveLength(1)
  })

  test('what is refused for good is not tried again until there is something new', async () => {
    const { turns, of } = shown(() => Promise.reject(new Refused('channel_not_found')))
    turns.wake('a', 'end')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(of('a')).toHaveLength(1)
    turns.wake('a', 'end')
    await vi.advanceTimersByTimeAsync(1)
    expect(of('a')).toHaveLength(2)
  })

  test('stops at once where it waits', async () => {
    const { turns } = shown(() => Promise.reject(new Later(30_000)))
    turns.wake('a', 'end')
    await vi.advanceTimersByTimeAsync(10)
    await turns.stop()
    turns.wake('a', 'end')
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('whose turn it is', () => {
  const turn = (key: string, more: Partial<Turn> = {}): Turn => ({
    key,
    urgency: 'calm',
    since: 0,
    shownAt: -10_000,
    notBefore: 0,
    ...more,
  })
  expect(next([turn('a'), turn('b', { shownAt: -20_000 })], 0, 10, pace)?.key).toBe('b')
  expect(next([turn('a', { shownAt: -20_000 }), turn('b', { urgency: 'end' })], 0, 10, pace)?.key).toBe('b')
  expect(next([turn('a')], 0, 1, pace)).toBeNull()
  expect(next([turn('a', { urgency: 'end' })], 0, -5, pace)?.key).toBe('a')
  expect(next([turn('a', { notBefore: 5 })], 4, 10, pace)).toBeNull()
  expect(dueAt(turn('a', { shownAt: 100 }), pace)).toBe(2100)
  expect(dueAt(turn('a', { shownAt: 100, urgency: 'end' }), pace)).toBe(1100)
})
