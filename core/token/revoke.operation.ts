import { z } from 'zod'
import { platformWide } from '../access/right.ts'
import { Fault } from '../error.ts'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { noIds } from '../operation/target.ts'
import { isGood } from './bounds.rule.ts'
import { tokensOf } from './list.operation.ts'

export const tokenRevoke = operation({
  id: 'token.revoke',
  summary: 'End a token at once: yours by its name, anybody’s by its id for admins',
  examples: ['token revoke ci'],
  arguments: {
    token: argument(z.string().trim().min(1).max(80), {
      label: 'Token',
      help: 'Its name, or its id',
      completes: 'token',
      positional: true,
    }),
  },
  async aim(asking, { token: text }) {
    const tokens = await tokensOf(asking, true)
    const own = tokens.filter(({ memberId }) => memberId === asking.asker.member?.id)
    const named = own.filter((token) => token.name === text)
    const token = tokens.find(({ id }) => id === text) ?? named.find((one) => isGood(one, asking.now)) ?? named[0]
    if (!token) throw new Fault('not_found', { what: 'token', name: text, list: 'token list' })
    return { row: token, name: token.name, place: platformWide, ids: noIds }
  },
  least: 'member',
  effects: ['people'],
  async change(rows, { now }, _values, { row: token }) {
    const ended = await rows.token.update({ id: token.id, revokedAt: null }, { revokedAt: now })
    if (ended === 0) {
      throw new Fault('state_forbids', { why: `${token.name} is revoked already.`, next: 'Nothing is left to do.' })
    }
    rows.tell(toldOf('token.revoked', { token: token.name }))
    return {
      card: { title: `Token ${token.name}`, tone: 'good' as const, state: 'revoked', words: ['token', token.name] },
      data: { id: token.id, name: token.name, revoked_at: now },
    }
  },
})
