import type { Tone } from '../../core/card/card.ts'

/** The word beside a tone's symbol, where a card gives none. */
export const toneWords: Record<Tone, string> = {
  good: 'ok',
  busy: 'running',
  waiting: 'waiting',
  warning: 'warning',
  bad: 'failed',
  idle: 'idle',
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How long something took: 3.2 s, 2 min 5 s, 3 h 4 min, 5 days. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return 'an unknown time'
  const span = Math.max(0, ms)
  if (span < second) return span === 0 ? '0 s' : `${Math.max(1, Math.floor(span))} ms`
  if (span < 10 * second) return `${(Math.floor(span / 100) / 10).toFixed(1)} s`
  if (span < minute) return `${Math.floor(span / second)} s`
  if (span < hour) return two(span, minute, 'min', second, 's')
  if (span < day) return two(span, hour, 'h', minute, 'min')
  if (span < 2 * day) return two(span, day, 'day', hour, 'h')
  return `${Math.floor(span / day)} days`
}

function two(span: number, large: number, largeWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((span % large) / small)
  return `${Math.floor(span / large)} ${largeWord}${rest > 0 ? ` ${rest} ${smallWord}` : ''}`
}

/** How long ago, or how long still to go: one unit is enough. */
export function ago(then: number, now: number): string {
  const span = Math.abs(now - then)
  if (!Number.isFinite(span)) return 'at an unknown time'
  if (span < 5 * second) return 'just now'
  return then <= now ? `${coarse(span)} ago` : `in ${coarse(span)}`
}

function coarse(span: number): string {
  if (span < minute) return `${Math.floor(span / second)} s`
  if (span < hour) return `${Math.floor(span / minute)} min`
  if (span < day) return `${Math.floor(span / hour)} h`
  if (span < 60 * day) return counted(Math.floor(span / day), 'day')
  if (span < 730 * day) return counted(Math.floor(span / (30 * day)), 'month')
  return counted(Math.floor(span / (365 * day)), 'year')
}

export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

/** A point in time in somebody's zone: 21 Nov 2026, 16:48 CET. */
export function moment(epochMs: number, timeZone: string): string {
  if (!isMoment(epochMs)) return 'an unknown time'
  return clock(timeZone).format(epochMs)
}

const lastMoment = 8.64e15

export function isMoment(epochMs: number): boolean {
  return Number.isFinite(epochMs) && Math.abs(epochMs) <= lastMoment
}

/** Making one costs far more than using it, and there are only some hundred zones. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function clock(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const made = newClock(timeZone)
  if (made.resolvedOptions().timeZone === timeZone) clocks.set(timeZone, made)
  return made
}

function newClock(timeZone: string): Intl.DateTimeFormat {
  const shape: Intl.DateTimeFormatOptions = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }
  try {
    return new Intl.DateTimeFormat('en-GB', { ...shape, timeZone })
  } catch {
    // A zone that this machine does not know: UTC is named in the text, so nobody is misled.
    return new Intl.DateTimeFormat('en-GB', { ...shape, timeZone: 'UTC' })
  }
}

/** An amount of memory or disk, given in MB. */
export function size(mb: number): string {
  if (!Number.isFinite(mb)) return 'an unknown size'
  if (mb < 1024) return `${Math.round(mb)} MB`
  if (mb < 1024 * 1024) return `${short(mb / 1024)} GB`
  return `${short(mb / 1024 / 1024)} TB`
}

function short(amount: number): string {
  return amount < 10 ? String(Math.round(amount * 10) / 10) : String(Math.round(amount))
}
