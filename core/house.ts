import type { Bell } from './event/bell.ts'
import type { Operations } from './operation/registry.ts'
import type { Charts } from './ports/charts.ts'
import type { Chance, Clock } from './ports/clock.ts'
import type { GitHosts } from './ports/git.ts'
import type { HostKeys, Servers } from './ports/host.ts'
import type { Log } from './ports/log.ts'
import type { Meter } from './ports/meter.ts'
import type { Queue } from './ports/queue.ts'
import type { Store } from './ports/store.ts'
import type { Vault } from './ports/vault.ts'

/** Everything that core needs from outside, handed in by whoever starts the process. */
export interface House {
  store: Store
  clock: Clock
  chance: Chance
  vault: Vault
  queue: Queue
  hostKeys: HostKeys
  /** Lines of this process to servers, for plans and looks. */
  servers: Servers
  /** Hosts of repositories, for plans. */
  git: GitHosts
  /** Whom verification of names asks; the system's where it is empty. */
  resolvers: readonly string[]
  charts: Charts
  log: Log
  /** Counts what is asked for, where somebody wants to know. */
  meter?: Meter
  bell: Bell
  operations: Operations
  /** How many times faster than a real one a practice server works. */
  practiceSpeed: number
  /** Where people reach the page; null while it is not known. */
  pageUrl: string | null
  /** Who gives rights on a fresh platform: told to somebody unknown. */
  command: string
}
