/** What there is on a practice server, and what was done to it. */

export const thingKinds = [
  'network',
  'volume',
  'image',
  'container',
  'folder',
  'file',
  'checkout',
  'record',
  'route',
  'commit',
] as const
export type ThingKind = (typeof thingKinds)[number]

export interface PracticeThing {
  id: string
  serverId: string
  kind: ThingKind
  /** As it is called there: the path of a file, the domain of a record. */
  name: string
  /** What its kind has beside a name; see `thing.ts`. */
  data: unknown
  /** Whose it is and who made it, as far as its labels say. */
  instanceId: string | null
  jobId: string | null
  createdAt: number
}

/** One thing done, once. */
export interface PracticeAct {
  id: string
  serverId: string
  jobId: string
  stage: string
  call: string
  about: string
  fence: number
  at: number
}

/** A stage in which every deploy stops until somebody releases it. */
export interface PracticeHold {
  id: string
  serverId: string
  stage: string
  createdAt: number
}

/** What goes wrong in a stage, on purpose. */
export interface PracticeFault {
  id: string
  serverId: string
  stage: string
  text: string
  /** How often still; null until it is cleared. */
  times: number | null
  createdAt: number
}
