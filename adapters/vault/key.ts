import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret } from '../../core/secret.ts'

/** Not 32 bytes in base64. */
export class MasterKeyMalformed extends Error {
  override name = 'MasterKeyMalformed'
  readonly exitCode = 78

  constructor(where: string) {
    super(`the master key ${where} must be 32 bytes in base64`)
  }
}

const keyLength = 32
const canonical = /^[A-Za-z0-9+/]{43}=$/

/** The key that was given, or the one in the folder; the first start makes it. */
export async function masterKey(folder: string, given?: string): Promise<Secret> {
  if (given !== undefined) return checked(given, 'in the settings')
  const file = join(folder, 'master.key')
  const kept = (await contents(file)) ?? (await made(file))
  return checked(kept, `in ${file}`)
}

export function keyBytes(key: Secret): Buffer {
  return Buffer.from(checked(key.reveal(), 'given').reveal(), 'base64')
}

function checked(text: string, where: string): Secret {
  const key = text.trim()
  if (!canonical.test(key) || Buffer.from(key, 'base64').length !== keyLength) throw new MasterKeyMalformed(where)
  return new Secret(key)
}

async function contents(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCalled(error, 'ENOENT')) return null
    throw error
  }
}

// Written in full beside its place and then linked there: nobody ever reads half a key,
// and of two processes that begin at once the second takes the key of the first.
async function made(file: string): Promise<string> {
  const part = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(part, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(keyLength).toString('base64')}\n`)
    await handle.sync()
    await link(part, file).catch((error: unknown) => {
      if (!isCalled(error, 'EEXIST')) throw error
    })
  } finally {
    await handle.close()
    await rm(part)
  }
  return readFile(file, 'utf8')
}

function isCalled(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
