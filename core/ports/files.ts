import type { Secret } from '../secret.ts'

export interface Owner {
  uid: number
  gid: number
}

/** Files and folders of a server. Odoo’s belong to uid 100, gid 101. */
export interface Files {
  /** SHA-256 of what is in it; null where it is not there. */
  print(path: string): Promise<string | null>
  /** Whole or not at all; for its owner and group alone where it is a secret. */
  write(path: string, content: string | Secret, owner?: Owner): Promise<void>
  /** Null where it is not there. */
  read(path: string): Promise<string | null>
  /** Ours where nobody is named. */
  makeFolder(path: string, owner?: Owner): Promise<void>
  /**
   * Calls a folder otherwise, with what stands under the other name already; it is found by its former name too. Who
   * has it mounted keeps it. False where there is none.
   */
  rename(from: string, to: string): Promise<boolean>
  /** Files, and folders with all that is in them. */
  remove(...paths: string[]): Promise<void>
  /** The names in a folder; empty where it is not there. */
  list(path: string): Promise<string[]>
}
