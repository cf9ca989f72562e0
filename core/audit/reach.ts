import type { Place } from '../access/right.ts'
import { platformWide } from '../access/right.ts'
import { organizationPlace, projectPlace, visibleOrganizations, visibleProjects } from '../access/visible.ts'
import { findScope, type ScopeNamed } from '../member/scope.ts'
import { type Asking, right } from '../operation/asking.ts'
import { noIds, type Target } from '../operation/target.ts'
import type { Reading, Where } from '../ports/store.ts'
import type { AuditEntry } from './entry.ts'

/** Which entries somebody may see; null: all of them. */
export type Reach = { organizations: string[]; projects: string[] } | null

/** What the arguments name; else all, for maintainers of the platform; else whatever the asker maintains. */
export async function findReach(asking: Asking, named: ScopeNamed): Promise<Target<Reach>> {
  if (named.project || named.organization) {
    const scope = await findScope(asking, named, 'read')
    const { scope: kind, scopeId } = scope.row
    const reach =
      kind === 'project' ? { organizations: [], projects: [scopeId] } : { organizations: [scopeId], projects: [] }
    return { ...scope, row: reach }
  }
  const may = (place: Place) => right(asking, place, 'maintainer', 'audit.list').allowed
  const everything = { row: null, name: 'the platform', place: platformWide, ids: noIds }
  if (asking.asker.standing.within === undefined && may(platformWide)) return everything
  const organizations = (await visibleOrganizations(asking)).filter(({ id }) => may(organizationPlace(id)))
  const projects = (await visibleProjects(asking)).filter((project) => may(projectPlace(project)))
  const [first] = [...organizations.map(({ id }) => organizationPlace(id)), ...projects.map(projectPlace)]
  if (!first) return everything
  return {
    row: { organizations: organizations.map(({ id }) => id), projects: projects.map(({ id }) => id) },
    name: 'what you maintain',
    place: first,
    ids: noIds,
  }
}

/** The newest entries within reach. */
export async function entriesIn(
  reading: Reading,
  reach: Reach,
  where: Where<AuditEntry>,
  limit: number,
): Promise<AuditEntry[]> {
  const page = { order: ['-position'], limit } as const
  if (!reach) return reading.audit.find(where, page)
  const found = await Promise.all([
    reading.audit.find({ ...where, organizationId: { in: reach.organizations } }, page),
    reading.audit.find({ ...where, projectId: { in: reach.projects } }, page),
  ])
  const byPosition = new Map(found.flat().map((entry) => [entry.position, entry]))
  return [...byPosition.values()].sort((one, other) => other.position - one.position).slice(0, limit)
}
