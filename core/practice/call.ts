/** What a worker asks of a practice server: the process that has the store answers. */
export interface PracticeCall {
  stage: string
  /** `containers.start`, `files.write`: the port and what is asked of it. */
  call: string
  given: unknown
}

/** Asks the practice server, for a stage; aborted, nobody waits for the answer any more. */
export type Practise = (stage: string, call: string, given: unknown, signal: AbortSignal) => Promise<unknown>
