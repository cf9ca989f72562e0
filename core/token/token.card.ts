import { levelTitles } from '../access/level.ts'
import type { Card } from '../card/card.ts'
import type { Answer } from '../operation/operation.ts'
import { isGood } from './bounds.rule.ts'
import type { Token } from './token.ts'

/** The only time that the text of a token is seen. */
export function tokenShown(
  title: string,
  made: { text: string; refresh: string; row: Token },
  project: string | null,
): Answer {
  const { row } = made
  return {
    card: {
      title,
      tone: 'good',
      state: 'shown once',
      lines: [{ text: 'Keep it now: I know only its hash and cannot show it again.' }],
      fields: [...fieldsOf(row, project), { label: 'Refresh text', value: [{ code: made.refresh }] }],
      block: made.text,
      words: ['token', row.name],
    },
    data: { ...tokenData(row, project), token: made.text, refresh_token: made.refresh },
    onlyAsker: true,
  }
}

function fieldsOf(row: Token, project: string | null): NonNullable<Card['fields']> {
  return [
    { label: 'Level', value: `at most ${levelTitles[row.level]}` },
    { label: 'In', value: project ?? 'wherever its owner may' },
    { label: 'Ends', value: row.expiresAt === null ? 'never' : [{ age: row.expiresAt }] },
  ]
}

export function tokenData(row: Token, project: string | null) {
  return {
    id: row.id,
    name: row.name,
    level: row.level,
    project,
    expires_at: row.expiresAt,
    last_used_at: row.lastUsedAt,
    created_at: row.createdAt,
  }
}

export function stateOf(row: Token, now: number): string {
  if (isGood(row, now)) return '✓ good'
  return row.revokedAt === null ? '– ended' : '✗ revoked'
}
