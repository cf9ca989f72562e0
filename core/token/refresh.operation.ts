import { z } from 'zod'
import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import type { Reading } from '../ports/store.ts'
import { newToken } from './new-token.ts'
import { tokenShown } from './token.card.ts'
import type { Token } from './token.ts'

/** A program that was away is not locked out, and what was forgotten does not live for ever. */
const refreshableForMs = 30 * 24 * 3_600_000

export const tokenRefresh = operation({
  id: 'token.refresh',
  summary: 'A new token for a refresh text; the old token and the text end with it',
  examples: ['token refresh'],
  arguments: {
    refresh_token: argument(z.string().trim().min(8).max(200), {
      label: 'Refresh text',
      help: 'As it was shown with the token',
      secret: true,
    }),
  },
  aim: onPlatform,
  // The text itself is the right: the token that it belongs to may have ended.
  least: 'anyone',
  effects: ['people'],
  async change(rows, { house, now }, { refresh_token: text }) {
    const old = await refreshable(house, rows, text)
    const member = await rows.member.one({ id: old.memberId })
    const taken = await rows.token.update({ id: old.id, revokedAt: null }, { revokedAt: now, refreshHash: null })
    if (!member?.active || taken === 0) throw refused()
    const goodForMs = old.expiresAt === null ? null : old.expiresAt - old.createdAt
    const made = newToken(house, member.id, { name: old.name, level: old.level, projectId: old.projectId, goodForMs })
    await rows.token.insert(made.row)
    const project = old.projectId ? await rows.project.one({ id: old.projectId }) : null
    rows.tell(toldOf('token.refreshed', { member: member.name, token: old.name }))
    return tokenShown(`Token ${old.name}`, made, project?.slug ?? null)
  },
})

async function refreshable(house: House, rows: Pick<Reading, 'token'>, text: string): Promise<Token> {
  const found = await rows.token.one({ refreshHash: house.vault.hash(text), revokedAt: null })
  if (!found) throw refused()
  if (found.expiresAt !== null && found.expiresAt + refreshableForMs <= house.clock.now()) throw refused()
  return found
}

function refused(): Fault {
  return new Fault('refresh_refused', { field: 'refresh_token' })
}
