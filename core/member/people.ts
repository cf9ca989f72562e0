import type { Grant } from '../access/grant.ts'
import type { Level } from '../access/level.ts'
import { levelIn, type Place } from '../access/right.ts'
import type { Asking } from '../operation/asking.ts'
import { everywhere } from '../operation/asking.ts'
import type { Reading } from '../ports/store.ts'
import type { Member } from './member.ts'

/** Somebody with all that was granted to them, and the level that it makes in a place. */
export interface PersonIn {
  member: Member
  grants: Grant[]
  level: Level
}

/** Everybody but the automatic ones, in the order of their names. */
export async function peopleIn(reading: Reading, place: Place): Promise<PersonIn[]> {
  const [members, grants] = await Promise.all([
    reading.member.find({ automatic: false }, { order: ['name', 'createdAt'] }),
    reading.grant.find({}, { order: ['createdAt'] }),
  ])
  const of = new Map<string, Grant[]>()
  for (const grant of grants) of.set(grant.memberId, [...(of.get(grant.memberId) ?? []), grant])
  return members.map((member) => {
    const own = of.get(member.id) ?? []
    return { member, grants: own, level: levelIn({ active: true, grants: own, permits: [], cap: null }, place) }
  })
}

/** Maintainers of the platform know everybody; others know who has a level where they look. */
export async function visiblePeople(asking: Asking, place: Place): Promise<PersonIn[]> {
  const people = await peopleIn(asking.reading, place)
  if (everywhere(asking, 'maintainer')) return people
  return people.filter(({ member, level }) => member.active && level !== 'none')
}
