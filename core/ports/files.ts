import type { Secret } from '../secret.ts'

/** Files and folders of a server. Odoo’s belong to uid 100, gid 101. */
export interface Files {
  /** SHA-256 of what is in it; null where it is not there. */
  print(path: string): Promise<string | null>
  write(path: string, content: string | Secret): Promise<void>
  makeFolder(path: string, owner: { uid: number; gid: number }): Promise<void>
  /** A file, or a folder with all that is in it. */
  remove(path: string): Promise<void>
  /** The names in a folder; empty where it is not there. */
  list(path: string): Promise<string[]>
}
