import type { Reading } from '../ports/store.ts'
import type { Place } from './right.ts'

/** The people who can give rights in a place, by name: whom to ask. */
export async function whomToAsk(reading: Reading, place: Place): Promise<string> {
  const grants = await reading.grant.find({ level: 'admin' }, { order: ['createdAt'], limit: 50 })
  const there = grants.filter(
    (grant) =>
      grant.scope === 'platform' ||
      (grant.scope === 'organization' && grant.scopeId === place.organizationId) ||
      (grant.scope === 'project' && grant.scopeId === place.projectId),
  )
  if (there.length === 0) return 'whoever runs this bot'
  const members = await reading.member.find({
    id: { in: there.map((grant) => grant.memberId) },
    active: true,
    automatic: false,
  })
  const names = members.slice(0, 3).map((member) => member.name)
  return names.length === 0 ? 'whoever runs this bot' : names.join(' or ')
}
