import { describe, expect, test } from 'vitest'
import type { Member } from '../../../core/member/member.ts'
import { isQuiet, isTimeZone, mayReach } from '../../../core/member/quiet.rule.ts'

const member = (from: string | null, until: string | null, timeZone = 'UTC'): Member => ({
  id: 'm',
  name: 'Anna',
  active: true,
  automatic: false,
  byRoles: false,
  timeZone,
  settings: { notify: ['job.failed'], quietFrom: from, quietUntil: until },
  lastSeenAt: null,
  createdAt: 0,
})
const at = (time: string) => Date.parse(`2026-07-01T${time}:00Z`)

describe('quiet hours', () => {
  test('within a day begin with their first minute and end before their last', () => {
    const quiet = member('12:00', '14:00')
    expect(['11:59', '12:00', '13:59', '14:00'].map((time) => isQuiet(quiet, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('go past midnight', () => {
    const quiet = member('22:00', '07:00')
    const times = ['21:59', '22:00', '23:59', '00:00', '06:59', '07:00']
    expect(times.map((time) => isQuiet(quiet, at(time)))).toEqual([false, true, true, true, true, false])
  })

  test('are by the clock of the person', () => {
    expect(isQuiet(member('22:00', '07:00', 'Europe/Berlin'), at('20:30'))).toBe(true)
    expect(isQuiet(member('22:00', '07:00', 'America/New_York'), at('20:30'))).toBe(false)
  })

  test('are none where nothing or the same time is set', () => {
    expect(isQuiet(member(null, null), at('03:00'))).toBe(false)
    expect(isQuiet(member('08:00', '08:00'), at('08:00'))).toBe(false)
  })
})

test('reaches who asked for it, is active, and is not in quiet hours', () => {
  const anna = member('22:00', '07:00')
  expect(mayReach(anna, 'job.failed', at('12:00'))).toBe(true)
  expect(mayReach(anna, 'job.finished', at('12:00'))).toBe(false)
  expect(mayReach(anna, 'job.failed', at('23:00'))).toBe(false)
  expect(mayReach({ ...anna, active: false }, 'job.failed', at('12:00'))).toBe(false)
  expect(mayReach({ ...anna, automatic: true }, 'job.failed', at('12:00'))).toBe(false)
})

test('time zones are those that exist', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false])
})
