import { inspect } from 'node:util'

const mask = '•••'

/** A value that must never be seen: whichever way it is printed, it prints as `•••`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The only way to the value: grep for `reveal(` to see who looks. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return mask
  }

  toJSON(): string {
    return mask
  }

  [Symbol.toPrimitive](): string {
    return mask
  }

  [inspect.custom](): string {
    return mask
  }
}

/** Replaces every known secret in a text; for lines that come from the world outside. */
export function masked(text: string, secrets: readonly Secret[]): string {
  return secrets.reduce((seen, secret) => {
    const value = secret.reveal()
    return value.length < 4 ? seen : seen.replaceAll(value, mask)
  }, text)
}
