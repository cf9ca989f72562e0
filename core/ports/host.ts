import type { Secret } from '../secret.ts'
import type { Containers, Images, Networks, Volumes } from './containers.ts'
import type { Databases } from './databases.ts'
import type { Dns } from './dns.ts'
import type { Equipment } from './equipment.ts'
import type { Files } from './files.ts'
import type { RouteSwitch } from './proxy.ts'
import type { Repositories } from './repositories.ts'

/** Where a server is and how we prove to it who we are. */
export interface Address {
  /** What people call it and type; where nothing is said, its host. */
  name?: string
  host: string
  port: number
  user: string
  dockerSocket: string
  /** `SHA256:…`, confirmed by a person; another key at this address ends the connection. */
  fingerprint: string
  privateKey: Secret
}

export interface Ran {
  code: number
  output: string
  errors: string
}

export interface RunLimits {
  deadlineMs: number
  signal?: AbortSignal
}

/** A command that may take long: it goes on when the line drops, and is followed again. */
export interface LongRun {
  /** One that runs, or that ended well, is not begun a second time: who asks again hears how it goes on. */
  id: string
  /**
   * It looks at what is there itself: of the same name one that runs is taken up, and one that ended is begun anew. The
   * fault of a line that drops goes to whoever asked, who comes again; else it is waited for here.
   */
  looksItself?: true
  command: readonly string[]
  /** Handed to it on its standard input, and in no list of processes. */
  input?: Secret
  deadlineMs: number
  /** Each line as it comes, of both its outputs; none is lost or told twice. */
  told(line: string): void
}

/** A server at the other end of one connection, with all that a deploy wants of it. */
export interface RemoteHost {
  /** An argument array: nothing in it is read by a shell. */
  run(command: readonly string[], limits: RunLimits): Promise<Ran>
  /** In a folder of its own there, that keeps its process, its output and how it ended. */
  follow(run: LongRun): Promise<{ code: number }>
  /** Gets ready what a connection takes; nothing is sent yet. */
  prepare(): Promise<void>
  /** Writes there whose job this is, under its fence, and ends what carries a lower one. */
  takeOver(): Promise<void>
  networks: Networks
  volumes: Volumes
  images: Images
  containers: Containers
  databases: Databases
  files: Files
  repositories: Repositories
  proxy: RouteSwitch
  /** The names that lead to it. */
  dns: Dns
}

/** Who watches a call: it ends with the signal, and `pulse` says that something moved. */
export interface View {
  signal: AbortSignal
  pulse(): void
}

/** For which job a connection is made. */
export interface Errand {
  jobId: string
  fence: number
}

/** One line to one server, made anew when it drops: whoever was in a call then hears a transient fault. */
export interface Connection {
  host(view: View): RemoteHost
  /** Until nothing is under way any more: what was given up is proved to be gone over there. */
  quiet(): Promise<void>
  /** Ends all that this job still has under way there, whichever of its workers began it. Its end is the proof. */
  end(): Promise<void>
  /** Heard when the line is gone, whoever is in a call or not. */
  whenDropped(heard: () => void): void
  close(): Promise<void>
}

export interface Hosts {
  /** Without an errand nothing may be changed there. */
  connect(address: Address, equipment: Equipment, limits: RunLimits, errand: Errand | null): Promise<Connection>
}

/** Since when a server does not answer, and why. */
export interface Down {
  since: number
  why: string
}

/** Hears how a server is once that is known, and whenever it changes: null where it answers. */
export type ServerWatcher = (serverId: string, down: Down | null) => void

/** The lines of this process itself, one a server, kept open: for plans and looks, not for changes. */
export interface Servers {
  /** A server that is down is not waited for: that it is down is said at once. */
  host(serverId: string, address: Address, equipment: Equipment, view: View): Promise<RemoteHost>
  /** Null where it answers, or where nobody asked for it yet. */
  down(serverId: string): Down | null
  watch(told: ServerWatcher): void
  close(): Promise<void>
}

export interface HostKey {
  fingerprint: string
  kind: string
}

export interface HostKeys {
  /** Asks a server for its key without logging in. */
  offered(host: string, port: number, deadlineMs: number): Promise<HostKey>
  /** A pair of our own, to log in with. */
  generate(comment: string): { publicKey: string; privateKey: Secret }
}
