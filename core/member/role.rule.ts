import type { Grant } from '../access/grant.ts'
import type { Origin } from '../operation/request.ts'
import type { RoleMap } from './member.ts'

export interface NamedRole {
  team: string
  role: string
  name: string
}

const mention = /^@?&?(\d{5,})(?:\s+(.+))?$/
const spelt = /^discord:(\d{5,})\/@?&?(\d{5,})(?:\s+(.+))?$/i

/** A role as Discord gives it (`123 Developers`, a mention), or `discord:SERVER/ROLE` from elsewhere; null for anything else. */
export function roleOf(text: string, { surface, team }: Pick<Origin, 'surface' | 'team'>): NamedRole | null {
  const [, elsewhere, number, called] = spelt.exec(text) ?? []
  if (elsewhere && number) return { team: elsewhere, role: number, name: called ?? '' }
  const [, role, name] = mention.exec(text) ?? []
  return role && surface === 'discord' && team !== '' ? { team, role, name: name ?? '' } : null
}

/** What these roles give beside what they gave before: the mappings to be added, and the grants that end. */
export function changedByRoles(
  maps: readonly RoleMap[],
  roles: readonly string[],
  before: readonly Grant[],
): { gained: RoleMap[]; lost: Grant[] } {
  const wanted = new Map(maps.filter(({ role }) => roles.includes(role)).map((map) => [map.id, map]))
  const stands = (grant: Grant) => wanted.get(grant.via)?.level === grant.level
  const standing = new Set(before.filter(stands).map(({ via }) => via))
  return {
    gained: [...wanted.values()].filter(({ id }) => !standing.has(id)),
    lost: before.filter((one) => !stands(one)),
  }
}
