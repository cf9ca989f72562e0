import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { Secret } from '../../core/secret.ts'

const derive = promisify(pbkdf2)
const rounds = 4096

/** A password as PostgreSQL keeps it, made here: the password itself is in no statement and in no log of one. */
export async function scram(password: Secret): Promise<string> {
  const salt = randomBytes(16)
  const salted = await derive(password.reveal(), salt, rounds, 32, 'sha256')
  const key = (name: string) => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(key('Client Key')).digest('base64')
  const server = key('Server Key').toString('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${server}`
}
