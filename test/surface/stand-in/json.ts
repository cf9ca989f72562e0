export type Json = Record<string, unknown>

export function object(value: unknown): Json {
  return value !== null && typeof value === 'object' ? { ...value } : {}
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** Fields are texts; what is none shows as it is. */
export function said(value: unknown, otherwise = ''): string {
  if (value === undefined || value === null) return otherwise
  return typeof value === 'string' ? value : JSON.stringify(value)
}
