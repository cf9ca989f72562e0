import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { readMoment } from '../../../core/schedule/moment.rule.ts'
import { momentWords, spanWords } from '../../../core/schedule/words.ts'

const berlin = 'Europe/Berlin'
/** Saturday 21 Nov 2026, 19:48 in Berlin. */
const now = Date.UTC(2026, 10, 21, 18, 48)

function at(text: string, from = now, zone = berlin): string {
  const read = readMoment(text, from, zone)
  return 'wrong' in read ? `wrong: ${read.wrong}` : read.words
}

test.each([
  ['tomorrow 02:00', 'Sunday 22 Nov 2026, 02:00 CET, in 6 h 12 min'],
  ['Tomorrow at 2am', 'Sunday 22 Nov 2026, 02:00 CET, in 6 h 12 min'],
  ['tonight 22:00', 'Saturday 21 Nov 2026, 22:00 CET, in 2 h 12 min'],
  ['tonight 02:00', 'Sunday 22 Nov 2026, 02:00 CET, in 6 h 12 min'],
  ['tonight', 'Saturday 21 Nov 2026, 22:00 CET, in 2 h 12 min'],
  ['22:30', 'Saturday 21 Nov 2026, 22:30 CET, in 2 h 42 min'],
  ['07:15', 'Sunday 22 Nov 2026, 07:15 CET, in 11 h 27 min'],
  ['monday 07:00', 'Monday 23 Nov 2026, 07:00 CET, in 1 d 11 h'],
  ['saturday 21:00', 'Saturday 21 Nov 2026, 21:00 CET, in 1 h 12 min'],
  ['Saturday 07:00', 'Saturday 28 Nov 2026, 07:00 CET, in 6 d 11 h'],
  ['next tue 2:30pm', 'Tuesday 24 Nov 2026, 14:30 CET, in 2 d 18 h'],
  ['in 2 hours', 'Saturday 21 Nov 2026, 21:48 CET, in 2 h'],
  ['90m', 'Saturday 21 Nov 2026, 21:18 CET, in 1 h 30 min'],
  ['in 1 h 30 min', 'Saturday 21 Nov 2026, 21:18 CET, in 1 h 30 min'],
  ['in 1 day and 2 hours', 'Sunday 22 Nov 2026, 21:48 CET, in 1 d 2 h'],
  ['2026-12-31 22:00', 'Thursday 31 Dec 2026, 22:00 CET, in 40 d 2 h'],
  ['2026-12-31T22:00 UTC', 'Thursday 31 Dec 2026, 22:00 UTC, in 40 d 3 h'],
  ['2026-12-31T22:00Z', 'Thursday 31 Dec 2026, 23:00 CET, in 40 d 3 h'],
  ['2026-12-31 22:00+05:30', 'Thursday 31 Dec 2026, 17:30 CET, in 39 d 21 h'],
  ['tomorrow 02:00 America/New_York', 'Sunday 22 Nov 2026, 02:00 GMT-5, in 12 h 12 min'],
  ['Sunday 22 Nov 2026, 02:00', 'Sunday 22 Nov 2026, 02:00 CET, in 6 h 12 min'],
  ['3 jan 08:00', 'Sunday 3 Jan 2027, 08:00 CET, in 42 d 12 h'],
])('“%s” is said back as %s', (text, words) => {
  expect(at(text)).toBe(words)
})

test.each([
  ['today 07:00', 'is past already: Saturday 21 Nov 2026, 07:00 CET'],
  ['2026-11-21 19:48', 'is past already'],
  ['2020-01-01 00:00', 'is past already'],
  ['2026-02-30 07:00', 'is like'],
  ['25:00', 'is like'],
  ['13pm', 'is like'],
  ['whenever', 'is like'],
  ['tomorrow', 'is like'],
  ['', 'is like'],
  ['5', 'is like'],
  ['in 3 fortnights', 'is like'],
  ['2028-01-01 00:00', 'more than a year away'],
  ['tomorrow 02:00 Europe/Atlantis', 'names a time zone that I do not know: Europe/Atlantis'],
])('“%s” is refused: %s', (text, why) => {
  expect(at(text)).toContain(`wrong: `)
  expect(at(text)).toContain(why)
})

describe('where the clocks change', () => {
  const march = Date.UTC(2026, 2, 28, 12)
  const october = Date.UTC(2026, 9, 24, 12)

  test('a time that does not exist is the one after the gap, and that is said', () => {
    expect(at('tomorrow 02:30', march)).toBe(
      'Sunday 29 Mar 2026, 03:30 CEST, in 13 h 30 min (02:30 does not exist that night, the clocks go forward)',
    )
  })

  test('of a time that comes twice it is the first, and that is said', () => {
    expect(at('tomorrow 02:30', october)).toBe(
      'Sunday 25 Oct 2026, 02:30 CEST, in 12 h 30 min (02:30 comes twice that night: the first one)',
    )
  })

  test('a span is real time, a day on the calendar is not', () => {
    expect(at('in 24 hours', march)).toContain('14:00 CEST')
    expect(at('tomorrow 13:00', march)).toBe('Sunday 29 Mar 2026, 13:00 CEST, in 23 h')
    expect(at('tomorrow 13:00', october)).toBe('Sunday 25 Oct 2026, 13:00 CET, in 1 d')
  })

  test.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu'])(
    'the days of a year in %s come out as asked, and where the clocks change moved and said so',
    (zone) => {
      const first = Temporal.PlainDate.from('2026-01-01')
      const all = Array.from({ length: 365 }, (_, day) => first.add({ days: day }))
      // Each quarter of an hour of the odd days, a different one of each other day.
      const times = all.flatMap((date, at) => {
        const odd = date.toZonedDateTime(zone).hoursInDay !== 24
        const quarters = odd ? Array.from({ length: 96 }, (_, quarter) => quarter) : [(at * 37) % 96]
        return quarters.map((quarter) => date.toPlainDateTime().add({ minutes: quarter * 15 }))
      })
      let moved = 0
      for (const local of times) {
        const instant = local.toZonedDateTime(zone).epochMilliseconds
        const text = `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`
        const read = readMoment(text, instant - 3_600_000 * 5, zone)
        if ('wrong' in read) throw new Error(`${text}: ${read.wrong}`)
        const back = Temporal.Instant.fromEpochMilliseconds(read.at).toZonedDateTimeISO(zone).toPlainDateTime()
        if (back.equals(local)) continue
        moved += 1
        expect(read.words).toContain('does not exist')
      }
      const changes = times.length > 365
      expect(moved > 0).toBe(changes)
      expect(moved).toBeLessThanOrEqual(4)
    },
  )
})

test('moments and spans are said as people say them', () => {
  expect(momentWords(now, 'UTC')).toBe('Saturday 21 Nov 2026, 18:48 UTC')
  expect(momentWords(Date.UTC(2026, 0, 1), 'UTC')).toBe('Thursday 1 Jan 2026, 00:00 UTC')
  expect([0, 40_000, 60_000, 3_600_000, 90_000_000].map(spanWords)).toEqual(['0 s', '40 s', '1 min', '1 h', '1 d 1 h'])
})
