import { describe, expect, test } from 'vitest'
import { due } from '../../../jobs/tick/due.rule.ts'

const hour = 3_600_000
const at = (day: number, hours: number, minutes = 0) => Date.UTC(2026, 0, day, hours, minutes)
const hourly = { everyMs: hour }
const nightly = { dailyAtHour: 3 }

describe('a turn that comes every so often', () => {
  test('is there at once the first time, and then again when the time is over', () => {
    expect(due(hourly, 'catch_up', null, at(5, 12))).toEqual({ what: 'run', turn: at(5, 12) })
    expect(due(hourly, 'catch_up', at(5, 12), at(5, 12, 59))).toEqual({ what: 'wait' })
    expect(due(hourly, 'catch_up', at(5, 12), at(5, 13))).toEqual({ what: 'run', turn: at(5, 13) })
  })

  test('does not drift though it is looked at late', () => {
    expect(due(hourly, 'catch_up', at(5, 12), at(5, 13) + 4000)).toEqual({ what: 'run', turn: at(5, 13) })
  })

  test('is caught up once, however many were missed, or left to the next one', () => {
    expect(due(hourly, 'catch_up', at(5, 12), at(5, 17, 30))).toEqual({ what: 'run', turn: at(5, 17) })
    expect(due(hourly, 'skip', at(5, 12), at(5, 17, 30))).toEqual({ what: 'skip', turn: at(5, 17) })
    expect(due(hourly, 'skip', at(5, 12), at(5, 13) + 59_000)).toEqual({ what: 'run', turn: at(5, 13) })
  })
})

test('a turn that was run in a future that was none, by a clock that was wrong, holds up no other', () => {
  expect(due(hourly, 'catch_up', at(25, 12), at(5, 12))).toEqual({ what: 'run', turn: at(5, 12) })
  expect(due(nightly, 'catch_up', at(25, 3), at(5, 12))).toEqual({ what: 'skip', turn: at(5, 3) })
  // Put back by a little: what was run is not run again.
  expect(due(hourly, 'catch_up', at(5, 12), at(5, 11, 30))).toEqual({ what: 'wait' })
  expect(due(nightly, 'catch_up', at(5, 3), at(5, 2, 30))).toEqual({ what: 'wait' })
})

describe('a turn of the day', () => {
  test('waits for its hour on the first day', () => {
    expect(due(nightly, 'catch_up', null, at(5, 12))).toEqual({ what: 'skip', turn: at(5, 3) })
    expect(due(nightly, 'catch_up', null, at(5, 1))).toEqual({ what: 'skip', turn: at(4, 3) })
  })

  test('comes once a day', () => {
    expect(due(nightly, 'catch_up', at(5, 3), at(6, 2, 59))).toEqual({ what: 'wait' })
    expect(due(nightly, 'catch_up', at(5, 3), at(6, 3))).toEqual({ what: 'run', turn: at(6, 3) })
    expect(due(nightly, 'catch_up', at(6, 3), at(6, 23))).toEqual({ what: 'wait' })
  })

  test('that was missed is caught up in the morning, or skipped', () => {
    expect(due(nightly, 'catch_up', at(5, 3), at(9, 8))).toEqual({ what: 'run', turn: at(9, 3) })
    expect(due(nightly, 'skip', at(5, 3), at(9, 8))).toEqual({ what: 'skip', turn: at(9, 3) })
  })
})
