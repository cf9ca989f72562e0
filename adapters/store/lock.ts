import { join } from 'node:path'
import sqlite3 from 'sqlite3'

/** Another process has this folder. Whoever starts ends here, with exit code 78. */
export class DataDirTaken extends Error {
  override name = 'DataDirTaken'
  readonly exitCode = 78

  constructor(folder: string) {
    super(`another process is using ${folder}. End that one first, or set DATA_DIR to another folder.`)
  }
}

export interface DataDirLock {
  release(): Promise<void>
}

/**
 * One process per folder. The operating system lets go when the process ends, however it ends.
 * Nothing else in this process may open lock.sqlite: closing any handle of the file gives the lock away.
 */
export async function lockDataDir(folder: string): Promise<DataDirLock> {
  const database = await opened(join(folder, 'lock.sqlite'))
  try {
    await told((done) => database.exec('BEGIN EXCLUSIVE', done))
  } catch (error) {
    await told((done) => database.close(done))
    throw isBusy(error) ? new DataDirTaken(folder) : error
  }
  return { release: () => told((done) => database.close(done)) }
}

function opened(file: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(database)))
  })
}

function told(begin: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => begin((error) => (error ? reject(error) : resolve())))
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}
