import { First } from './1763700000000-first.ts'
import type { Migration } from './shape.ts'

export type Changes = (new () => Migration)[]

/** Every change of the tables, oldest first. One that was released is never edited: a new one follows it. */
export const migrations: Changes = [First]
