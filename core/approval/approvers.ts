import { levels } from '../access/level.ts'
import { decide, type Place } from '../access/right.ts'
import type { Job } from '../job/job.ts'
import { jobPlace } from '../job/visible.ts'
import type { Member } from '../member/member.ts'
import type { Reading } from '../ports/store.ts'
import type { Approval } from './approval.ts'

/** The right that approving needs; it can be given and taken beside the level. */
export const approving = 'approval.approve'

/** The people who may decide about a job: with the level there, active, and not who asked unless the policy lets them. */
export async function approversOf(
  reading: Pick<Reading, 'grant' | 'permit' | 'member'>,
  job: Job,
  approval: Pick<Approval, 'level' | 'mayAsker'>,
): Promise<Member[]> {
  const place = jobPlace(job)
  const scopes = scopeIdsOf(place)
  const [grants, permits] = await Promise.all([
    reading.grant.find({ scopeId: { in: scopes } }),
    reading.permit.find({ scopeId: { in: scopes }, permission: approving }, { order: ['createdAt'] }),
  ])
  const ids = [...new Set(grants.filter(({ level }) => levels.indexOf(level) > 0).map(({ memberId }) => memberId))]
  const members = await reading.member.find({ id: { in: ids }, active: true, automatic: false }, { order: ['name'] })
  return members.filter(({ id }) => {
    if (id === job.requestedBy && !approval.mayAsker) return false
    const own = <One extends { memberId: string }>(rows: readonly One[]) => rows.filter((one) => one.memberId === id)
    const standing = { active: true, grants: own(grants), permits: own(permits), cap: null }
    return decide(standing, place, approval.level, approving).allowed
  })
}

/** The platform's scope is the empty one. */
function scopeIdsOf({ organizationId, projectId }: Place): string[] {
  return ['', ...(organizationId ? [organizationId] : []), ...(projectId ? [projectId] : [])]
}
