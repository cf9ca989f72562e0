import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files of a folder that hold it, the database and its log of writes among them. */
export async function filesWith(folder: string, looked: string | Buffer): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  const held = await Promise.all(files.map(async (file) => (await readFile(file)).includes(looked)))
  return files.filter((_, at) => held[at])
}
