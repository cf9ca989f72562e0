import { Temporal } from 'temporal-polyfill'
import { isTimeZone } from '../member/quiet.rule.ts'
import { momentWords, spanWords } from './words.ts'

export interface Moment {
  at: number
  zone: string
  /** Said back before it is accepted: `Sunday 22 Nov 2026, 02:00 CET, in 6 h 12 min`. */
  words: string
}

export type ReadMoment = Moment | { wrong: string }

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

const understood = 'is like `tomorrow 02:00`, `in 2 hours`, `monday 07:00` or `2026-01-31 22:00 Europe/Berlin`'

/** When somebody means, by their own clock unless they name a zone. */
export function readMoment(text: string, now: number, ownZone: string): ReadMoment {
  const span = spanOf(text)
  if (span !== null) return settled(now + span, ownZone, now, null)
  const instant = instantOf(text)
  if (instant !== null) return settled(instant, ownZone, now, null)
  const { rest, zone } = withoutZone(text, ownZone)
  if (zone === null) return { wrong: `names a time zone that I do not know: ${rest}` }
  const local = localOf(rest, Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone))
  if (local === null) return { wrong: understood }
  const { at, note } = inZone(local, zone)
  return settled(at, zone, now, note)
}

function settled(at: number, zone: string, now: number, note: string | null): ReadMoment {
  if (at <= now) return { wrong: `is past already: ${momentWords(at, zone)}` }
  if (at - now > 366 * 86_400_000) return { wrong: 'is more than a year away' }
  const words = `${momentWords(at, zone)}, in ${spanWords(at - now)}`
  return { at, zone, words: note === null ? words : `${words} (${note})` }
}

/** `in 2 hours`, `90m`, `in 1 h 30 min`. */
function spanOf(text: string): number | null {
  const inner = /^(?:in\s+|\+)?((?:\d{1,4}\s*[a-z]+[\s,]*(?:and\s+)?)+)$/i.exec(text.trim())?.[1]
  if (inner === undefined) return null
  let span = 0
  for (const [, count = '', word = ''] of inner.matchAll(/(\d+)\s*([a-z]+)/gi)) {
    if (!/^(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/i.test(word)) return null
    span += Number(count) * (unitMs[word.charAt(0).toLowerCase()] ?? 0)
  }
  return span
}

/** A time that says its own distance from UTC: `2026-01-31T22:00+01:00`, `…Z`. */
function instantOf(text: string): number | null {
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:\d{2})$/i.exec(text.trim())
  if (!found) return null
  const at = Date.parse(`${found[1]}T${found[2]}${found[3] ?? ':00'}${found[4]?.toUpperCase()}`)
  return Number.isNaN(at) ? null : at
}

function withoutZone(text: string, ownZone: string): { rest: string; zone: string | null } {
  const words = text.trim().split(/\s+/)
  const last = words.at(-1) ?? ''
  if (words.length < 2 || /\d|^(?:am|pm)$/i.test(last)) return { rest: text.trim(), zone: ownZone }
  if (isTimeZone(last)) return { rest: words.slice(0, -1).join(' '), zone: last }
  return last.includes('/') ? { rest: last, zone: null } : { rest: text.trim(), zone: ownZone }
}

function localOf(text: string, now: Temporal.ZonedDateTime): Temporal.PlainDateTime | null {
  const words = text
    .toLowerCase()
    .replaceAll(/\b(?:at|on|next)\b|,/g, ' ')
    .trim()
    .replace(/(\d{4}-\d{2}-\d{2})t(?=\d)/, '$1 ')
    .replace(/(\d)\s+(am|pm)$/, '$1$2')
    .split(/\s+/)
  const time = timeOf(words.at(-1) ?? '')
  if (!time) return words.join(' ') === 'tonight' ? now.toPlainDate().toPlainDateTime('22:00') : null
  const day = words.slice(0, -1)
  const today = now.toPlainDate()
  const current = now.toPlainDateTime()
  const onOrAfter = (date: Temporal.PlainDate, step: number) => {
    const first = date.toPlainDateTime(time)
    return Temporal.PlainDateTime.compare(first, current) > 0 ? first : first.add({ days: step })
  }
  const word = day.join(' ')
  if (word === '') return onOrAfter(today, 1)
  if (word === 'today') return today.toPlainDateTime(time)
  // The night belongs to the evening before it.
  if (word === 'tonight') return time.hour < 6 ? onOrAfter(today, 1) : today.toPlainDateTime(time)
  if (word === 'tomorrow') return today.add({ days: 1 }).toPlainDateTime(time)
  const weekday = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?$/.test(word)
    ? days.indexOf(word.slice(0, 3))
    : -1
  if (weekday >= 0) return onOrAfter(today.add({ days: (weekday + 1 - today.dayOfWeek + 7) % 7 }), 7)
  return dateOf(day, today)?.toPlainDateTime(time) ?? null
}

/** `02:00`, `2am`, `2:30pm`. */
function timeOf(word: string): Temporal.PlainTime | null {
  const found = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?(am|pm)?$/.exec(word)
  if (!found || (found[2] === undefined && found[4] === undefined)) return null
  const [, hours = '', minutes = '0', seconds = '0', half] = found
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'pm' ? 12 : 0)
  if (half !== undefined && (Number(hours) < 1 || Number(hours) > 12)) return null
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  return Temporal.PlainTime.from({ hour, minute: Number(minutes), second: Number(seconds) })
}

/** `2026-01-31`, `31 jan`, `sunday 22 nov 2026`. */
function dateOf(words: readonly string[], today: Temporal.PlainDate): Temporal.PlainDate | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words.join(' '))
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const named = days.includes((words[0] ?? '').slice(0, 3)) ? words.slice(1) : words
  const [number = '', month = '', year] = named
  const at = months.indexOf(month.slice(0, 3))
  if (!/^\d{1,2}$/.test(number) || at < 0 || named.length > 3 || (year !== undefined && !/^\d{4}$/.test(year)))
    return null
  if (year !== undefined) return day(Number(year), at + 1, Number(number))
  const thisYear = day(today.year, at + 1, Number(number))
  if (!thisYear || Temporal.PlainDate.compare(thisYear, today) >= 0) return thisYear
  return day(today.year + 1, at + 1, Number(number))
}

function day(year: number, month: number, number: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day: number }, { overflow: 'reject' })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Where the clocks change, a time may not exist, or come twice: what is meant is said. */
function inZone(local: Temporal.PlainDateTime, zone: string): { at: number; note: string | null } {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  const clock = local.toPlainTime().toString({ smallestUnit: 'minute' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { at: earlier.epochMilliseconds, note: null }
  const exists = earlier.toPlainDateTime().equals(local)
  return exists
    ? { at: earlier.epochMilliseconds, note: `${clock} comes twice that night: the first one` }
    : { at: later.epochMilliseconds, note: `${clock} does not exist that night, the clocks go forward` }
}
