/** Something that happened, written in the transaction of the change that it tells of. */
export interface Event {
  position: number
  type: string
  version: number
  organizationId: string | null
  projectId: string | null
  jobId: string | null
  payload: unknown
  at: number
}

export type Told = Omit<Event, 'position' | 'at' | 'version'>
