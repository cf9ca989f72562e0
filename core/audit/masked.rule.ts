/** A login in an address, `https://user:password@host`: refused where we take addresses, and typed all the same. */
const login = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/]+@/gi

/** Texts as they may be kept: whatever they are part of, a login in them is not. */
export function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskedText(value)
  return Array.isArray(value) ? value.map(masked) : value
}

/** What is called a password is one: `PGPASSWORD=…`, `--token …`, `api-key: …`. */
const named =
  /((?:password|passwd|passphrase|secret|token|api[_-]?key)\w*["']?(?:\s*[=:]\s*|\s+(?<=--[\w-]+\s+)))(?:"[^"]*"|'[^']*'|[^\s"']+)/gi

export function maskedText(text: string): string {
  return text.replace(login, '$1•••@').replace(named, '$1•••')
}
