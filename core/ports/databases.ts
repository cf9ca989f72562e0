/** Module to the hash of its files. */
export type ModuleHashes = Readonly<Record<string, string>>

export interface DatabaseState {
  /** Odoo's tables are there. */
  initialised: boolean
  /** Installed modules, with the hashes they were installed or updated at. */
  modules: ModuleHashes
  /** The languages that are switched on in it; none where nobody says. */
  languages?: readonly string[]
}

/** PostgreSQL in a container of the server; `container` is where it runs. */
export interface Databases {
  /** Asked at most so often; an error where it does not accept connections by then. */
  untilReady(container: string, attempts: number): Promise<void>
  tune(container: string, settings: Readonly<Record<string, string>>): Promise<void>
  /** Null where there is no such database. */
  look(container: string, database: string): Promise<DatabaseState | null>
  /** After an update went well: the next one starts from here. */
  keepModules(container: string, database: string, modules: ModuleHashes): Promise<void>
  dump(container: string, database: string, file: string): Promise<void>
  restore(container: string, database: string, file: string): Promise<void>
}
