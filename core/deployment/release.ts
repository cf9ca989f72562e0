import type { EnvironmentKind } from '../access/level.ts'
import type { Size } from '../instance/instance.ts'
import type { Image } from '../ports/containers.ts'
import type { ModuleHashes } from '../ports/databases.ts'
import type { Commit } from '../ports/git.ts'

export type RepositoryLevel = 'platform' | 'organization' | 'project' | 'additional'

/** A repository at the commit that this release has of it. */
export interface Source {
  level: RepositoryLevel
  /** Its folder among the addons. */
  name: string
  url: string
  branch: string
  commit: Commit
  /** Folders of it that Odoo looks for addons in, empty for the root; the root alone where nothing is said. */
  roots?: readonly string[]
  /** False where it is known to ask for no packages. */
  asks?: boolean
  /** Its files in Git LFS, by their patterns: they are deployed as pointers. */
  pointers?: readonly string[]
}

/**
 * How it gets there. `first`: nothing runs yet. `beside`: the new container runs beside the old one on the same
 * database until it has the traffic. `instead`: the same where memory does not hold two, so the old one stops first,
 * behind the maintenance page. `update`: maintenance page, dump, update, start.
 */
export type Way = 'first' | 'beside' | 'instead' | 'update'

export interface Variable {
  name: string
  /** Null where it is a secret: the worker is handed it under this name. */
  value: string | null
  /** Sealed, as it stood when this was planned. */
  sealed: { id: string; value: string } | null
  /** An option of odoo.conf, and nothing of the container's. */
  conf?: true
}

/** What an instance is to run, pinned: planned, approved and run, the same thing. */
export interface Release {
  /** Stands in the names of what it has on the server; the same for each try. */
  id: string
  kind: 'deploy' | 'update' | 'rollback'
  way: Way
  /** One that ran already comes back as it was: what it has on the server is not this run's to take away. */
  again: boolean
  /** The deployment whose release comes back; null where it goes forward. */
  returnsTo: string | null
  /** Why somebody went back; null where nobody said. */
  because: string | null
  instance: {
    id: string
    path: string
    project: string
    environment: EnvironmentKind
    domain: string | null
    version: string
  }
  server: {
    name: string
    address: string
    practice: boolean
    prefix: string
    base: string
    proxy: 'traefik' | 'nginx'
    /** Whether one Odoo waits there for the next release. */
    spare?: boolean
    /** An nginx for whoever lets visitors in without us; earlier releases did not say. */
    door?: string
  }
  sources: Source[]
  git: Commit & { branch: string }
  image: Image
  postgres: Image
  pgbouncer: Image
  size: Size
  /** What becomes of the database's containers; null where nothing serves yet. Earlier plans did not say. */
  database?: DatabaseChange | null
  settings: { workers: number | null; maxCronThreads: number | null; ocaQueue: boolean; odooConf: string }
  variables: Variable[]
  /** How long it may take until it answers, where somebody said so: of the instance as it is set now. */
  answersWithinMs?: number
  /** Sealed passwords for an instance that has none yet. */
  passwords: { database: string; admin: string } | null
  modules: {
    /** What the first deploy installs. */
    install: string[]
    /** What an update brings to the new code, with what depends on it. */
    update: string[]
    /** Changed, and left as they are because somebody said so. */
    skipped: string[]
    /** Installed in the database, and not in this code: Odoo runs on without them. */
    gone?: readonly string[]
    hashes: ModuleHashes
  }
  /** The dump that is brought back in place of an update; null where the data stays as it is. */
  restores: string | null
  /** What runs now; null before the first. */
  before: {
    deploymentId: string
    release: string
    commit: string
    image: Image
    /** Its folders below the code of the instance. */
    code: readonly string[]
  } | null
}

/** What the containers of a database are made of. */
export type DatabaseMade = Pick<Release, 'postgres' | 'pgbouncer' | 'size'>

export interface DatabaseChange {
  /** Prints of containers that stay though they would be made otherwise today: nobody asked for another one. */
  stay: readonly string[]
  /** What restarts, and why. */
  restarts: readonly { what: 'PostgreSQL' | 'PgBouncer'; why: string }[]
  /** The image that is set, and is not taken: the data are of this other major version. */
  left: { image: string; major: number } | null
  /** What serves now: made so once more where the new ones do not get ready. */
  former: DatabaseMade
}

/** What gets the traffic, also where the run did not come to its end. */
export interface Serving {
  containerId: string
}

/** What a deploy hands back: written to its row, to the instance and to whoever asks. */
export interface Deployed extends Serving {
  containerName: string
  image: string
  modules: ModuleHashes
  durationMs: number
  /** For how long visitors saw the maintenance page. */
  interruptedMs: number
}

/** The named boundary: a plan of this pipeline was written by us. */
export function releaseOf(plan: { pipeline: string | null; input: unknown }): Release | null {
  return plan.pipeline === deployPipelineName ? (plan.input as Release) : null
}

export const deployPipelineName = 'instance.deploy'
