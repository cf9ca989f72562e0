import type { Reading } from '../ports/store.ts'
import type { Repository } from './repository.ts'
import { levelOf, type Wanted } from './sources.rule.ts'

export interface Whose {
  organizationId: string
  projectId: string
  instanceId: string
}

/** Beside the project's own, the lowest first. */
export async function wantedBeside(reading: Pick<Reading, 'repository'>, whose: Whose): Promise<Wanted[]> {
  const none = { organizationId: null, projectId: null, instanceId: null }
  const scopes = [
    none,
    { ...none, organizationId: whose.organizationId },
    { ...none, projectId: whose.projectId },
    { ...none, instanceId: whose.instanceId },
  ]
  const each: Repository[][] = []
  for (const scope of scopes) each.push(await reading.repository.find(scope, { order: ['createdAt'] }))
  return each.flat().map((one) => ({ level: levelOf(one), name: one.name, url: one.url, branch: one.branch }))
}
