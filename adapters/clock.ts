import type { Clock } from '../core/ports/clock.ts'

export const clock: Clock = { now: () => Date.now() }
