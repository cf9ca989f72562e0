import type { EnvironmentKind } from '../access/level.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** Once, between two moments; or every week on these days, by the clock of the zone, past midnight where it ends before it begins. */
export type FreezeWindow =
  | { once: { from: number; to: number } }
  | { weekly: { days: readonly Weekday[]; from: string; to: string } }

/** A time in which nothing is changed. */
export interface Freeze {
  id: string
  /** What people call it: `freeze remove 3`. */
  number: number
  /** Null is the whole platform. */
  projectId: string | null
  /** Null is every kind of environment. */
  kind: EnvironmentKind | null
  zone: string
  window: FreezeWindow
  reason: string
  createdBy: string
  createdAt: number
}
