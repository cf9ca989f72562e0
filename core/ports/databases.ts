import type { Fault } from '../error.ts'
import type { Secret } from '../secret.ts'
import type { Labels } from './containers.ts'

/** Module to the hash of its files. */
export type ModuleHashes = Readonly<Record<string, string>>

export interface DatabaseState {
  /** Odoo's tables are there. */
  initialised: boolean
  /** Installed modules, with the hashes they were installed or updated at; empty where nobody wrote one down. */
  modules: ModuleHashes
  /** The languages that are switched on in it; none where nobody says. */
  languages?: readonly string[]
  /** Modules that Odoo did not come to the end with: to be installed, updated or removed. */
  pending: readonly string[]
  /** Modules that an update was expected of, and that Odoo has not written since. */
  expected?: readonly string[]
  /** The release that this was last made ready for, all of it. */
  release: string | null
  /** The image of that release: Odoo has listed all modules of it in there. */
  image?: string | null
  /** Which PostgreSQL has it, by its major version. */
  major?: number
}

/** Major versions of PostgreSQL. */
export interface Majors {
  data: number
  image: number
}

export interface MajorsAsked {
  /** What the container that looks is called. */
  container: string
  /** By digest; it is on the server. */
  image: string
  labels: Labels
  volume: string
}

/** What is written into it after all went well. */
export type Kept = Pick<DatabaseState, 'modules'> & { release: string; image: string | null }

export interface NewDatabase {
  database: string
  /** Whose it is: neither superuser nor allowed to make databases. */
  role: string
  password: Secret
}

/** What a copy must not share with what it was copied from. */
export interface Identity {
  /** As Odoo keeps it: hashed. */
  adminHash: Secret
  /** Null where it has no name yet. */
  baseUrl: string | null
}

/** What a disk has left for whoever is not root; `disk` tells one from another. */
export interface FreeRoom {
  disk: string
  freeMb: number
}

/** Where a database and its dumps lie. */
export interface Room {
  databaseMb: number
  data: FreeRoom
  dumps: FreeRoom
}

/** PostgreSQL in a container of the server; `container` is where it runs. */
export interface Databases {
  /** Asked at most so often; an error where it does not accept connections by then. Asked from there, where it is told. */
  untilReady(container: string, attempts: number, by?: { container: string; port: number }): Promise<void>
  /** Why it ended the last time that it ended by itself, though it may have come back since; null where it never did. */
  ended(container: string): Promise<Fault | null>
  /** What the data in a volume and the PostgreSQL in an image say that they are; null where either says nothing. */
  majors(asked: MajorsAsked): Promise<Majors | null>
  /** The role and its database, with the extensions that Odoo wants. What is there stays; a template is taken over. */
  create(container: string, wanted: NewDatabase): Promise<void>
  /** Empty once more, for an attempt that was broken off. */
  empty(container: string, wanted: NewDatabase): Promise<void>
  /** Null where there is no such database. */
  look(container: string, database: string): Promise<DatabaseState | null>
  /** What it takes, and what is left where it lies; null where nobody can say. */
  room(container: string, database: string): Promise<Room | null>
  /** Gives a new database what makes it itself: ids, the admin's password, its address. */
  settle(container: string, database: string, identity: Identity): Promise<void>
  /** Until Odoo itself has updated these, `look` says so: how its process ended proves nothing. */
  expect(container: string, database: string, modules: readonly string[]): Promise<void>
  /** After all went well: the next update starts from here. */
  keep(container: string, database: string, done: Kept): Promise<void>
  /** While somebody has it nobody else may update; answers how to give it back. */
  lock(container: string, database: string): Promise<() => Promise<void>>
  /** Whole or not at all. The file lies in the folder of dumps that the container has. */
  dump(container: string, database: string, file: string): Promise<void>
  dumped(container: string, file: string): Promise<boolean>
  /** Whoever still writes it is ended. */
  dropDump(container: string, file: string): Promise<void>
  /** Beside the one that is there, which gives way when all of it is in. */
  restore(container: string, database: string, file: string): Promise<void>
  templates: Templates
}

/** Databases that were initialised once and are copied from then on; a few are kept on each server. */
export interface Templates {
  /** Of these the first one that is there. */
  first(names: readonly string[]): Promise<string | null>
  /** Into a volume that nothing is in yet. False where there was nothing to copy, or it went away meanwhile. */
  copy(name: string, copy: TemplateCopy): Promise<boolean>
  /** Of a dump and the files that it speaks of, on an empty cluster that is kept too; nobody waits for it. */
  make(names: { whole: string; blank: string }, source: TemplateSource): Promise<void>
}

interface TemplatePlace {
  /** What the container that does it is called. */
  container: string
  /** PostgreSQL, by digest. */
  image: string
  labels: Labels
  database: string
  /** The folder of Odoo's data, its attachments among it. */
  data: string
}

export interface TemplateCopy extends TemplatePlace {
  volume: string
  /** A file that is there as long as the copy is not whole. */
  marker: string
}

export interface TemplateSource extends TemplatePlace {
  role: string
  /** In the folder of dumps; it is gone afterwards. */
  dump: string
}
