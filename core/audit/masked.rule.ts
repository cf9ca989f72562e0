/** A login in an address, `https://user:password@host`: refused where we take addresses, and typed all the same. */
const login = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/]+@/gi

/** Texts as they may be kept: whatever they are part of, a login in them is not. */
export function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskedText(value)
  return Array.isArray(value) ? value.map(masked) : value
}

export function maskedText(text: string): string {
  return text.replace(login, '$1•••@')
}
