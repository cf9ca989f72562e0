/** What is left to spend, and when that was counted. */
export interface Bucket {
  left: number
  at: number
}

export type Taken = { bucket: Bucket; waitMs: 0 } | { bucket: Bucket; waitMs: number }

/** Fills with time up to the burst; each request takes one. Without one left it says how long to wait. */
export function take(before: Bucket | undefined, now: number, perSecond: number, burst: number): Taken {
  // A clock that was set back gives nothing and takes nothing.
  const passed = before ? Math.max(0, now - before.at) : 0
  const left = before ? Math.min(burst, before.left + (passed * perSecond) / 1000) : burst
  if (left < 1) return { bucket: { left, at: now }, waitMs: Math.max(1, Math.ceil(((1 - left) * 1000) / perSecond)) }
  return { bucket: { left: left - 1, at: now }, waitMs: 0 }
}
