import type { Standing } from '../../../core/access/right.ts'
import type { Who } from '../../../core/operation/request.ts'
import type { Reading } from '../../../core/ports/store.ts'
import { isGood } from '../../../core/token/bounds.rule.ts'

export type Listening = Extract<Who, { by: 'token' }>

/** What each of these tokens may at this moment, in four questions however many there are. A token that ended has none. */
export async function standingsOf(
  reading: Reading,
  who: readonly Listening[],
  now: number,
): Promise<Map<string, Standing>> {
  const memberIds = [...new Set(who.map(({ memberId }) => memberId))]
  const tokenIds = [...new Set(who.map(({ tokenId }) => tokenId))]
  const [tokens, members, grants, permits] = await Promise.all([
    reading.token.find({ id: { in: tokenIds } }),
    reading.member.find({ id: { in: memberIds }, active: true }),
    reading.grant.find({ memberId: { in: memberIds } }),
    reading.permit.find({ memberId: { in: memberIds } }, { order: ['createdAt'] }),
  ])
  const active = new Set(members.map(({ id }) => id))
  const theirs = byMember(grants)
  const extra = byMember(permits)
  const good = tokens.filter((token) => isGood(token, now) && active.has(token.memberId))
  return new Map(
    good.map(({ id, memberId, level, projectId }) => [
      id,
      {
        active: true,
        grants: theirs.get(memberId) ?? [],
        permits: extra.get(memberId) ?? [],
        cap: { level, projectId },
      },
    ]),
  )
}

function byMember<Row extends { memberId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>()
  for (const row of rows) grouped.set(row.memberId, [...(grouped.get(row.memberId) ?? []), row])
  return grouped
}
