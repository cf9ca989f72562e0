import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DataDirTaken, lockDataDir } from '../../adapters/store/lock.ts'
import { freshFolder } from './store-places.ts'

const sqlite3 = createRequire(import.meta.url).resolve('sqlite3')
const holder = `
  const { Database } = require(process.argv[1])
  const database = new Database(process.argv[2])
  database.exec('BEGIN EXCLUSIVE', (error) => console.log(error ? error.code : 'held'))
  setInterval(() => undefined, 1000)
`

/** Another process that wants the same lock. */
async function another(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['-e', holder, sqlite3, join(folder, 'lock.sqlite')])
  onTestFinished(() => void child.kill('SIGKILL'))
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, said: chunk.toString().trim() }
}

test('a folder that another process has is refused, until that process is gone', async () => {
  const folder = await freshFolder()
  const { child, said } = await another(folder)
  expect(said).toBe('held')
  const refused = lockDataDir(folder)
  await expect(refused).rejects.toBeInstanceOf(DataDirTaken)
  await expect(refused).rejects.toMatchObject({ exitCode: 78 })
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  await (await lockDataDir(folder)).release()
})

test('who has the folder keeps every other out, in this process too', async () => {
  const folder = await freshFolder()
  const lock = await lockDataDir(folder)
  expect((await another(folder)).said).toBe('SQLITE_BUSY')
  await expect(lockDataDir(folder)).rejects.toBeInstanceOf(DataDirTaken)
  expect((await another(folder)).said).toBe('SQLITE_BUSY')
  await lock.release()
  expect((await another(folder)).said).toBe('held')
})
