import { readFileSync } from 'node:fs'

/** Where the lab's PostgreSQL is; null without a lab: its figures are left out then. */
export function labPostgres(): string | null {
  try {
    const file = process.env['PILOTHOUSE_LAB'] ?? '/run/pilothouse-lab/endpoints.json'
    const lab: { postgres: { url: string } } = JSON.parse(readFileSync(file, 'utf8'))
    return lab.postgres.url
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
