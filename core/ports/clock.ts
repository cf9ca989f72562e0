/** Time and chance come in from outside, so that rules can be tested without either. */
export interface Clock {
  now(): number
}

export interface Chance {
  /** UUID v7: sorts by the time of making. */
  id(): string
  /** Unguessable text of about `bytes` bytes, safe in a URL. */
  token(bytes: number): string
  /** A short code that a person types: no letters that look alike. */
  code(): string
}
