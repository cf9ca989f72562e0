import type { Environment } from '../environment/environment.ts'
import type { Asking } from '../operation/asking.ts'
import type { Target } from '../operation/target.ts'
import type { Project } from '../project/project.ts'
import { findEnvironment, findProject } from './find.ts'
import { partsOf } from './match.rule.ts'

/** A project, or an environment where two words say so. */
export async function findPlace(
  asking: Asking,
  text: string,
  use: 'read' | 'change',
): Promise<Target<{ project: Project; environment: Environment | null }>> {
  if (partsOf(text).length > 1) return findEnvironment(asking, text, use)
  const target = await findProject(asking, text, use)
  return { ...target, row: { project: target.row, environment: null } }
}
