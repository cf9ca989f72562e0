import type { Secret } from '../secret.ts'

/** Keeps secrets at rest, and signs what must not be changed unseen. */
export interface Vault {
  /** Encrypts under the master key; `purpose` is bound to the text, so that it opens nowhere else. */
  seal(secret: Secret, purpose: string): string
  open(sealed: string, purpose: string): Secret
  /** Keyed and one-way: tokens and codes are compared by it. */
  hash(text: string): string
  /** The signature of the audit chain. */
  sign(text: string): string
}
