import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Vault } from '../../core/ports/vault.ts'
import { Secret } from '../../core/secret.ts'
import { keyBytes } from './key.ts'

/** A sealed text that does not open: another key, another purpose, or somebody changed it. */
export class SealBroken extends Error {
  override name = 'SealBroken'

  constructor(purpose: string) {
    super(`what was sealed for ${purpose} does not open with this master key`)
  }
}

// The form of a sealed text. Another way of sealing gets another prefix, and old texts still open.
const form = 'v1.'
const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

export function openVault(masterKey: Secret): Vault {
  const master = keyBytes(masterKey)
  // A key for each use: what is known of one tells nothing of the others.
  const derived = (use: string) => Buffer.from(hkdfSync('sha256', master, '', `pilothouse ${use}`, 32))
  const sealing = derived('seal')
  const hashing = derived('hash')
  const signing = derived('sign')
  const keyed = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64url')

  return {
    seal(secret, purpose) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, sealing, nonce, { authTagLength: tagBytes }).setAAD(bindingOf(purpose))
      const hidden = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()])
      return form + Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url')
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed.slice(form.length), 'base64url')
      // Node reads past letters that are none: only the very text that was sealed is taken.
      if (form + bytes.toString('base64url') !== sealed) throw new SealBroken(purpose)
      if (bytes.length < nonceBytes + tagBytes) throw new SealBroken(purpose)
      const nonce = bytes.subarray(0, nonceBytes)
      const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes)
      const decipher = createDecipheriv(algorithm, sealing, nonce, { authTagLength: tagBytes })
      decipher.setAAD(bindingOf(purpose)).setAuthTag(tag)
      const start = decipher.update(bytes.subarray(nonceBytes + tagBytes))
      try {
        return new Secret(Buffer.concat([start, decipher.final()]).toString('utf8'))
      } catch {
        // Node says "unable to authenticate data" and no more; which of the three it was cannot be known.
        throw new SealBroken(purpose)
      }
    },
    hash: (text) => keyed(hashing, text),
    sign: (text) => keyed(signing, text),
  }
}

function bindingOf(purpose: string): Buffer {
  return Buffer.from(`${form}${purpose}`)
}
