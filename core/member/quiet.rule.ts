import type { Member } from './member.ts'

/** What can reach a person by direct message. */
export const notifications = ['job.finished', 'job.failed', 'server.key_changed', 'member.granted'] as const
export type Notification = (typeof notifications)[number]

/** Whether a direct message about this may be sent to them now. */
export function mayReach(member: Member, what: Notification, now: number): boolean {
  return wants(member, what) && !isQuiet(member, now)
}

/** Whether it reaches them at all, at whatever hour. */
export function wants(member: Member, what: Notification): boolean {
  return member.active && !member.automatic && member.settings.notify.includes(what)
}

/** Quiet hours are the person's own: by their clock, and past midnight where they end before they begin. */
export function isQuiet({ settings: { quietFrom, quietUntil }, timeZone }: Member, now: number): boolean {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return false
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now)
  return quietFrom < quietUntil ? time >= quietFrom && time < quietUntil : time >= quietFrom || time < quietUntil
}

/** When a direct message may be sent: now, or when their quiet hours end. */
export function loudAt(member: Member, now: number): number {
  const minute = 60_000
  for (let at = now; at < now + 25 * 60 * minute; at += minute) if (!isQuiet(member, at)) return at
  return now
}

export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: text })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
