import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type Freeze, type FreezeWindow, weekdays } from '../../../core/freeze/freeze.ts'
import { activeUntil, heldBy } from '../../../core/freeze/window.rule.ts'

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC', 'Asia/Kathmandu']

function freeze(window: FreezeWindow, zone = 'Europe/Berlin'): Pick<Freeze, 'window' | 'zone'> {
  return { window, zone }
}

function local(text: string, zone = 'Europe/Berlin'): number {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
}

function until(one: Pick<Freeze, 'window' | 'zone'>, at: string): string | null {
  const end = activeUntil(one, local(at, one.zone))
  if (end === null) return null
  const there = Temporal.Instant.fromEpochMilliseconds(end).toZonedDateTimeISO(one.zone)
  return there.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

test('once is between two moments, the last one outside', () => {
  const one = freeze({ once: { from: 1000, to: 2000 } })
  expect([999, 1000, 1999, 2000].map((at) => activeUntil(one, at))).toEqual([null, 2000, 2000, null])
})

test('every week on its days, past midnight too', () => {
  const nights = freeze({ weekly: { days: ['fri'], from: '16:00', to: '07:00' } })
  // 20 Nov 2026 is a Friday.
  expect(until(nights, '2026-11-20T15:59')).toBeNull()
  expect(until(nights, '2026-11-20T16:00')).toBe('2026-11-21T07:00')
  expect(until(nights, '2026-11-21T06:59')).toBe('2026-11-21T07:00')
  expect(until(nights, '2026-11-21T07:00')).toBeNull()
  expect(until(nights, '2026-11-22T06:59')).toBeNull()
  const days = freeze({ weekly: { days: ['sat', 'sun'], from: '00:00', to: '00:00' } })
  expect(until(days, '2026-11-21T00:00')).toBe('2026-11-22T00:00')
  expect(until(days, '2026-11-22T23:59')).toBe('2026-11-23T00:00')
  expect(until(days, '2026-11-20T23:59')).toBeNull()
})

test('what touches is one: a weekend ends on Monday', () => {
  const weekend = [
    freeze({ weekly: { days: ['fri'], from: '16:00', to: '00:00' } }),
    freeze({ weekly: { days: ['sat', 'sun'], from: '00:00', to: '00:00' } }),
    freeze({ weekly: { days: ['mon'], from: '00:00', to: '07:00' } }),
  ]
  const held = heldBy(weekend, local('2026-11-20T18:00'))
  expect(held?.until).toBe(local('2026-11-23T07:00'))
  expect(heldBy(weekend, local('2026-11-23T07:00'))).toBeNull()
})

test('a freeze that never ends is an answer too', () => {
  const always = freeze({ weekly: { days: [...weekdays], from: '00:00', to: '00:00' } })
  const now = local('2026-11-20T18:00')
  expect(heldBy([always], now)?.until).toBeGreaterThan(now + 30 * 86_400_000)
})

test('across the change of the clocks a night is as long as it is', () => {
  const nights = freeze({ weekly: { days: [...weekdays], from: '22:00', to: '06:00' } })
  const length = (evening: string) => {
    const from = local(`${evening}T22:00`)
    return ((activeUntil(nights, from) ?? 0) - from) / 3_600_000
  }
  expect(length('2026-03-28')).toBe(7)
  expect(length('2026-10-24')).toBe(9)
  expect(length('2026-11-20')).toBe(8)
})

test.each(zones)('over a year in %s: on by the clock on the wall, and its end is an end', (zone) => {
  let seed = 7
  const dice = (sides: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % sides
  }
  const clock = () => `${String(dice(24)).padStart(2, '0')}:${String(dice(60)).padStart(2, '0')}`
  const begin = Date.UTC(2026, 0, 1)
  for (let round = 0; round < 300; round += 1) {
    const days = weekdays.filter(() => dice(2) === 1)
    const one = freeze({ weekly: { days, from: clock(), to: clock() } }, zone)
    const now = begin + dice(365 * 24 * 60) * 60_000
    const end = activeUntil(one, now)
    if (end === null) continue
    expect(end).toBeGreaterThan(now)
    expect(end - now).toBeLessThanOrEqual(26 * 3_600_000)
    // A minute before its end it is on, and with the same end.
    expect(activeUntil(one, end - 1)).toBe(end)
    const held = heldBy([one], now)
    expect(held?.until).toBeGreaterThanOrEqual(end)
    expect(activeUntil(one, held?.until ?? 0)).toBeNull()
  }
})

test.each(zones)('in %s, away from a change of the clocks, it is on exactly when the wall says so', (zone) => {
  const window = { weekly: { days: ['tue', 'thu'] as const, from: '21:15', to: '04:45' } }
  const one = freeze(window, zone)
  const start = Temporal.PlainDateTime.from('2026-06-01T00:00')
  for (let minute = 0; minute < 7 * 24 * 60; minute += 7) {
    const at = start.add({ minutes: minute })
    const time = at.toPlainTime().toString({ smallestUnit: 'minute' })
    const evening = [2, 4].includes(at.dayOfWeek) && time >= '21:15'
    const morning = [3, 5].includes(at.dayOfWeek) && time < '04:45'
    expect(activeUntil(one, at.toZonedDateTime(zone).epochMilliseconds) !== null).toBe(evening || morning)
  }
})
