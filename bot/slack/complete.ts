import { visibleOrganizations, visibleProjects, visibleServers } from '../../core/access/visible.ts'
import type { Completes } from '../../core/operation/argument.ts'
import type { Asking } from '../../core/operation/asking.ts'
import { environmentCandidates, instanceCandidates } from '../../core/reference/find.ts'
import { fits, partsOf, spelt } from '../../core/reference/match.rule.ts'

/** What somebody may mean, of what they may see; every word that was typed must be met. */
export async function complete(
  asking: Asking,
  completes: Completes,
  text: string,
): Promise<{ value: string; label: string }[]> {
  const words = partsOf(text)
  return (await candidates(asking, completes))
    .filter((parts) => words.every((word) => parts.some((part) => fits(word, part))))
    .map((parts) => ({ value: spelt({ parts, kind: null }), label: spelt({ parts, kind: null }) }))
}

async function candidates(asking: Asking, completes: Completes): Promise<(readonly string[])[]> {
  switch (completes) {
    case 'project':
      return (await visibleProjects(asking)).map(({ slug }) => [slug])
    case 'server':
      return (await visibleServers(asking)).map(({ name }) => [name])
    case 'organization':
      return (await visibleOrganizations(asking)).map(({ slug }) => [slug])
    case 'environment':
      return (await environmentCandidates(asking)).map(({ parts }) => parts)
    case 'instance':
      return (await instanceCandidates(asking)).map(({ parts }) => parts)
    default:
      return []
  }
}
