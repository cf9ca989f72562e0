import { Temporal } from 'temporal-polyfill'
import { type Freeze, type Weekday, weekdays } from './freeze.ts'

/** Windows that touch each other are one; a freeze without an end in sight is looked at again after this many. */
const mostWindows = 60

/** When the freeze that is on at this moment ends; null where it is not on. By the clock of its zone. */
export function activeUntil({ window, zone }: Pick<Freeze, 'window' | 'zone'>, now: number): number | null {
  if ('once' in window) return window.once.from <= now && now < window.once.to ? window.once.to : null
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
  // One that began yesterday may reach past midnight.
  for (const start of [here.subtract({ days: 1 }), here]) {
    const day = weekdays[start.dayOfWeek - 1]
    if (!day || !window.weekly.days.includes(day)) continue
    const { from, to } = windowOn(start, window.weekly, zone)
    if (from <= now && now < to) return to
  }
  return null
}

function windowOn(start: Temporal.PlainDate, { from, to }: { from: string; to: string }, zone: string) {
  const end = to > from ? start : start.add({ days: 1 })
  const at = (date: Temporal.PlainDate, time: string) =>
    date.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone).epochMilliseconds
  return { from: at(start, from), to: at(end, to) }
}

/** The freeze that keeps the longest, and when nothing is frozen any more: one may begin where another ends. */
export function heldBy<Any extends Pick<Freeze, 'window' | 'zone'>>(
  freezes: readonly Any[],
  now: number,
): { freeze: Any; until: number } | null {
  let held: { freeze: Any; until: number } | null = null
  for (let round = 0; round < mostWindows; round += 1) {
    const at: number = held?.until ?? now
    const next = freezes
      .map((freeze) => ({ freeze, until: activeUntil(freeze, at) ?? at }))
      .reduce<{ freeze: Any; until: number } | null>(
        (best, one) => (one.until > (best?.until ?? at) ? one : best),
        null,
      )
    if (!next) return held
    held = held ? { freeze: held.freeze, until: next.until } : next
  }
  return held
}

export function isWeekday(text: string): text is Weekday {
  return weekdays.some((day) => day === text)
}
