import type { Secret } from '../secret.ts'

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

/** A server at the other end of one SSH connection. */
export interface RemoteHost {
  /** An argument array: nothing in it is read by a shell. */
  run(command: readonly string[], limits: RunLimits): Promise<Ran>
  containers: Containers
  close(): Promise<void>
}

export interface Container {
  id: string
  name: string
  image: string
  state: string
  labels: Record<string, string>
}

export interface Engine {
  version: string
  apiVersion: string
  architecture: string
}

/** The Docker Engine API of that server, over the same connection. */
export interface Containers {
  engine(): Promise<Engine>
  list(): Promise<Container[]>
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
