import type { Secret } from '../secret.ts'
import type { Containers, Images, Networks, Volumes } from './containers.ts'
import type { Databases } from './databases.ts'
import type { Dns } from './dns.ts'
import type { Files } from './files.ts'
import type { RouteSwitch } from './proxy.ts'
import type { Repositories } from './repositories.ts'

/** Where a server is and how we prove to it who we are. */
export interface Address {
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

/** A server at the other end of one connection, with all that a deploy wants of it. */
export interface RemoteHost {
  /** An argument array: nothing in it is read by a shell. */
  run(command: readonly string[], limits: RunLimits): Promise<Ran>
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
  close(): Promise<void>
}

export interface Hosts {
  connect(address: Address, limits: RunLimits): Promise<RemoteHost>
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
