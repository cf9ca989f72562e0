/** What a worker asks of a practice server: the process that has the store answers. */
export interface PracticeCall {
  stage: string
  /** `containers.start`, `files.write`: the port and what is asked of it. */
  call: string
  given: unknown
}
