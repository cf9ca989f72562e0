import type { Grant, Permit } from '../access/grant.ts'
import type { Reading } from '../ports/store.ts'

/** How the place of a grant or permit is called: `everywhere`, `organization acme`, `acme`. */
export async function placeNames(
  reading: Reading,
  rows: readonly Pick<Grant | Permit, 'scope' | 'scopeId'>[],
): Promise<(row: Pick<Grant | Permit, 'scope' | 'scopeId'>) => string> {
  const idsOf = (scope: Grant['scope']) => [
    ...new Set(rows.filter((row) => row.scope === scope).map((row) => row.scopeId)),
  ]
  const [organizations, projects] = await Promise.all([
    reading.organization.find({ id: { in: idsOf('organization') } }),
    reading.project.find({ id: { in: idsOf('project') } }),
  ])
  const names = new Map<string, string>([
    ...organizations.map((one) => [one.id, `organization ${one.slug}`] as const),
    ...projects.map((one) => [one.id, one.slug] as const),
  ])
  return ({ scope, scopeId }) => (scope === 'platform' ? 'everywhere' : (names.get(scopeId) ?? 'somewhere gone'))
}
