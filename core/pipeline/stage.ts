import type { Line } from '../job/job.ts'
import type { Address, RemoteHost } from '../ports/host.ts'

/** What a stage has at hand while it runs: a server, a voice, and nothing of the store. */
export interface Work<Input> {
  input: Input
  /** The server of this job; one connection serves all its stages. */
  host(): Promise<RemoteHost>
  address: Address | null
  say(level: Line['level'], message: string, data?: unknown): void
  /** What the job hands back: written to its row, and to what the operation's `finished` makes of it. */
  result(value: unknown): void
  signal: AbortSignal
}

export interface Stage<Input> {
  id: string
  title: string
  needs: readonly string[]
  deadlineMs: number
  /** Asked before it acts: makes a stage safe to repeat. */
  done?(work: Work<Input>): Promise<boolean>
  run(work: Work<Input>): Promise<void>
}

export interface Pipeline<Input> {
  name: string
  stages: readonly Stage<Input>[]
}
