/** Nothing changes what an instance runs while it is locked, apart from who locked it. */
export interface Lock {
  instanceId: string
  /** A person, or */
  memberId: string | null
  /** the job that alone releases it. */
  jobId: string | null
  reason: string
  /** When it ends by itself; null until somebody releases it. */
  until: number | null
  createdAt: number
}

/** Somebody who wants to be told when an instance is free. */
export interface LockWish {
  instanceId: string
  memberId: string
  createdAt: number
}
