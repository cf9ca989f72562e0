import { type Least, type Level, reaches } from '../access/level.ts'
import { type Decision, decide, levelIn, type Place, platformWide, type Standing } from '../access/right.ts'
import type { Binding } from '../channel/channel.ts'
import type { House } from '../house.ts'
import { standByRoles } from '../member/by-roles.ts'
import { identityOf } from '../member/identity.ts'
import type { Member, Team } from '../member/member.ts'
import type { Reading } from '../ports/store.ts'
import type { Origin, Who } from './request.ts'

/** Somebody with what they bring. Nobody in particular has no member. */
export interface Asker {
  who: Who
  member: Member | null
  standing: Standing
}

/** One request on its way: who, where from, and what may be read for it. */
export interface Asking {
  house: House
  reading: Reading
  now: number
  asker: Asker
  origin: Origin
  binding: Binding | null
  /** Typed in a channel or on a command line: no place for a secret. */
  asText: boolean
}

const nobody: Standing = { active: false, grants: [], permits: [], cap: null }

export async function asking(house: House, who: Who, origin: Origin, asText = false): Promise<Asking> {
  const { reading } = house.store
  await standByRoles(house, who)
  const [asker, home, binding] = await Promise.all([
    askerOf(reading, who),
    homeOf(reading, origin),
    bindingOf(reading, origin),
  ])
  if (home) asker.standing = { ...asker.standing, within: home.organizationId }
  return { house, reading, now: house.clock.now(), asker, origin, binding, asText }
}

export async function askerOf(reading: Reading, who: Who): Promise<Asker> {
  const member = await memberOf(reading, who)
  if (!member?.active) return { who, member: null, standing: nobody }
  const [grants, permits] = await Promise.all([
    reading.grant.find({ memberId: member.id }),
    reading.permit.find({ memberId: member.id }, { order: ['createdAt'] }),
  ])
  // Without any of the roles that made them known, they are a stranger again.
  if (member.byRoles && grants.length === 0) return { who, member: null, standing: nobody }
  const cap = who.by === 'token' ? { level: who.level, projectId: who.projectId } : null
  return { who, member, standing: { active: true, grants, permits, cap } }
}

/** The member behind an account or a token; nobody where it is a guest or a stranger. */
export async function memberOf(reading: Reading, who: Who): Promise<Member | null> {
  if (who.by === 'nobody') return null
  if (who.by !== 'identity') return reading.member.one({ id: who.memberId })
  // A guest of a workspace may see channels, and still is a stranger to us.
  if (who.guest) return null
  const identity = await identityOf(reading, who)
  return identity && reading.member.one({ id: identity.memberId })
}

/** A workspace or server may belong to an organization. */
function homeOf(reading: Reading, { surface, team }: Origin): Promise<Team | null> {
  if (team === '' || (surface !== 'slack' && surface !== 'discord')) return Promise.resolve(null)
  return reading.team.one({ platform: surface, team })
}

function bindingOf(reading: Reading, origin: Origin): Promise<Binding | null> {
  const { surface, team, channel } = origin
  if (!channel || surface === 'http' || surface === 'system') return Promise.resolve(null)
  return reading.binding.one({ platform: surface, team, channel })
}

export function right(asking: Asking, place: Place, least: Least, permission: string): Decision {
  return decide(asking.asker.standing, place, least, permission)
}

export function levelAt(asking: Asking, place: Place): Level {
  return levelIn(asking.asker.standing, place)
}

/** Whether they see all that there is, and not what an organization has alone. */
export function everywhere(asking: Asking, level: Level): boolean {
  return asking.asker.standing.within === undefined && reaches(levelAt(asking, platformWide), level)
}

/** How the asker is called in audit entries and cards. */
export function whoName(asker: Asker): string {
  if (asker.member) return asker.member.name
  if (asker.who.by === 'identity') return asker.who.name
  return 'nobody'
}
