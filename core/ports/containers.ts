import type { Readable, Writable } from 'node:stream'
import type { Secret } from '../secret.ts'

/** The Docker engine of a server. Whatever is made there says by its labels who made it. */
export type Labels = Readonly<Record<string, string>>

export interface Named {
  name: string
  labels: Labels
}

export interface Networks {
  find(name: string): Promise<Named | null>
  create(network: Named): Promise<void>
  remove(name: string): Promise<void>
}

export interface Volume extends Named {
  /** Where it lies on the server. */
  place?: string
}

export interface Volumes {
  find(name: string): Promise<Volume | null>
  create(volume: Named): Promise<void>
  remove(name: string): Promise<void>
}

export interface Image {
  reference: string
  digest: string
}

/** By its digest alone: a tag may be another image's tomorrow. */
export function pinned({ reference, digest }: Image): string {
  return `${unpinned(reference)}@${digest}`
}

function unpinned(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
}

export interface ImageBuild {
  reference: string
  /** What it is built upon, by digest. */
  base: Image
  apt: readonly string[]
  pip: readonly string[]
  labels: Labels
}

export interface Images {
  /** By name and tag, or by name and digest: `odoo@sha256:…`. */
  find(reference: string): Promise<Image | null>
  /** What a name and tag are at the registry at this moment; what the server has of that name where no registry knows it. */
  resolve(reference: string): Promise<Image>
  /** Exactly this digest. */
  pull(image: Image, progress: (line: string) => void): Promise<void>
  build(build: ImageBuild, progress: (line: string) => void): Promise<void>
  /** False where a container uses it: it stays then. */
  removeUnused(reference: string): Promise<boolean>
}

export interface Container {
  id: string
  name: string
  image: string
  /** As the engine calls it: created, running, exited… */
  state: string
  labels: Record<string, string>
  /** By network; only of those that run. */
  addresses?: Record<string, string>
  /** Its first one, as the server counts it; only of those that run. */
  process?: number
}

export interface Engine {
  version: string
  apiVersion: string
  architecture: string
}

export interface Limits {
  cpu: number
  memoryMb: number
}

export interface ContainerSpec {
  name: string
  /** By digest, or one that was built here. */
  image: string
  labels: Labels
  /** The first is its own; the alias is how others on it call the container. */
  networks: readonly { name: string; alias: string | null }[]
  limits: Limits
  mounts: readonly { source: string; target: string; readOnly: boolean }[]
  environment: Readonly<Record<string, string>>
  secrets: Readonly<Record<string, Secret>>
  /** An argument array; the image's own where it is empty. */
  command: readonly string[]
  /** What the command is handed to; the image's own unless named. */
  entrypoint?: readonly string[]
  /** The image's own unless named: `0:0`. */
  user?: string
  /** Ports of the server that lead to it. */
  ports?: readonly { outside: number; inside: number }[]
}

/** A command in a container that runs. */
export interface Exec {
  command: readonly string[]
  user?: string
  environment?: Readonly<Record<string, string | Secret>>
  input?: Readable
  /** Where its output goes; without it the end of it comes back. */
  output?: Writable
}

/** A line of the log of a container: which log, and the how-manieth line, from 1. */
export interface LogPlace {
  log: string
  number: number
}

export interface Ended {
  code: number
  /** The end of what it said. */
  log: string
}

export interface Probe {
  port: number
  path: string
  /** Asked again until it answers 200, for so long. */
  withinMs: number
}

export interface Containers {
  engine(): Promise<Engine>
  /** All there are, whatever their state; or those with these labels. */
  list(labels?: Labels): Promise<Container[]>
  find(name: string): Promise<Container | null>
  create(spec: ContainerSpec): Promise<Container>
  start(name: string): Promise<void>
  stop(name: string, graceSeconds: number): Promise<void>
  /** Told to end, which nobody waits for; it is not started again by itself. One that does not run is left as it is. */
  end(name: string): Promise<void>
  /** Also one that runs; with the volumes that nobody named. */
  remove(name: string): Promise<void>
  limit(name: string, limits: Limits): Promise<void>
  /** Gives it another name, and a place on one more network, while it runs. */
  adopt(name: string, as: { name: string; network: string; alias: string }): Promise<void>
  /** For what may be begun again: where the line drops, nobody learns how it ended. What may not is run `once`. */
  exec(name: string, exec: Exec): Promise<Ended>
  /** The end of what it said. */
  log(name: string, lines: number): Promise<string>
  /** Begins it and waits for nothing: it goes away by itself when it has ended. One of this name that is there is let be. */
  begin(spec: ContainerSpec): Promise<void>
  /** Starts what `once` is going to be asked for: it waits by itself for what it is to begin with. */
  ahead(spec: ContainerSpec): Promise<void>
  /**
   * Runs to its end. One of this name that runs already is waited for and not begun again: whoever asks again hears all
   * of its log again, each line in the same place. `ready` is done while it starts: it waits for that by itself.
   */
  once(
    spec: ContainerSpec,
    progress: (line: string, place: LogPlace) => void,
    ready?: () => Promise<void>,
  ): Promise<Ended>
  /** Asks the container itself. Null where nothing answered; a fault, at once, where the container ended. */
  probe(name: string, probe: Probe): Promise<{ status: number | null }>
}
