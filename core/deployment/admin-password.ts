import { createHash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { Secret } from '../secret.ts'

const derive = promisify(pbkdf2)
const rounds = 25_000

/** As Odoo keeps it (passlib's pbkdf2_sha512). The salt comes of the instance, so that the same file comes out again. */
export async function adminHash(password: Secret, instanceId: string): Promise<string> {
  const salt = createHash('sha256').update(`${instanceId}:${password.reveal()}`).digest().subarray(0, 16)
  const hash = await derive(password.reveal(), salt, rounds, 64, 'sha512')
  return `$pbkdf2-sha512$${rounds}$${adapted(salt)}$${adapted(hash)}`
}

function adapted(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '.').replace(/=+$/, '')
}
