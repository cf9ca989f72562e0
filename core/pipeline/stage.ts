import type { Line } from '../job/job.ts'
import type { LogPlace } from '../ports/containers.ts'
import type { Address, RemoteHost } from '../ports/host.ts'
import type { Secret } from '../secret.ts'

/** What a stage has at hand while it runs: a server, a voice, and nothing of the store. */
export interface Work<Input> {
  jobId: string
  input: Input
  /** The server of this job; one connection serves all its stages. */
  host(): Promise<RemoteHost>
  address: Address | null
  /** What only the job may know: passwords, by name. Lines that hold one are masked. */
  secret(name: string): Secret
  say(level: Line['level'], message: string, data?: unknown): void
  /** The same of a log that is heard again after a cut: what was told of it already is not told twice. */
  sayOf(place: LogPlace, level: Line['level'], message: string): void
  /** Hands something to later stages; a worker that takes over has it too. */
  keep(value: unknown): void
  /** What a stage kept, this one itself before a retry or takeover too; null where it kept nothing. */
  kept(stage: string): unknown
  /** What the job hands back: written to its row, and to what the operation's `settle` makes of it. */
  result(value: unknown): void
  now(): number
  signal: AbortSignal
}

export interface Stage<Input> {
  id: string
  title: string
  /** What it does, for whoever asks: “Downloading the Odoo image”. */
  description: string
  /** It starts as soon as these are done. Order and parallelism come from here alone. */
  needs: readonly string[]
  /** Whether its failure stops the run; otherwise it warns and the run goes on. Always, if nothing is said. */
  stops?(input: Input): boolean
  deadlineMs: number
  /** Without a line, a keep or a beat of its own for so long it is given up. */
  idleMs?: number
  /** For errors that call themselves transient: how often again, and how long to wait first (doubled each time). */
  retries?: { times: number; afterMs: number }
  /** How long it takes while nobody has measured it. */
  expectedMs: number
  /** Asked before it acts: makes a stage safe to repeat. What it kept before may be kept again here. */
  done?(work: Work<Input>): Promise<boolean>
  run(work: Work<Input>): Promise<void>
  /** Acts in a retry too: that it was done before says nothing. */
  everyTime?: true
  /**
   * Undoes what this job made in this stage: asked, last stage first, where somebody cancelled, of each stage that was
   * begun; also where `done` had said yes. What was there before this job stays.
   */
  clean?(work: Work<Input>): Promise<void>
  /**
   * Likewise where the run failed for good and nobody cancelled: gives people back what they need. What a retry can
   * use stays.
   */
  rescue?(work: Work<Input>): Promise<void>
}

export interface Pipeline<Input> {
  name: string
  /** Nothing is changed on the server: its line carries no fence, and needs no folder of ours there. */
  looks?: true
  stages: readonly Stage<Input>[]
  /**
   * What nobody waits for, once all stages went well and everybody was told so: the job still holds what it held. It
   * is not heard, may be broken off at any moment, and is not made up for.
   */
  afterwards?(work: Work<Input>): Promise<void>
}
