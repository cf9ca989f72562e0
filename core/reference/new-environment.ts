import { type EnvironmentKind, kinds } from '../access/level.ts'
import { Fault } from '../error.ts'
import type { Asking } from '../operation/asking.ts'
import type { Target } from '../operation/target.ts'
import type { Project } from '../project/project.ts'
import { boundTo, findProject } from './find.ts'
import { partsOf } from './match.rule.ts'

export interface NewEnvironment {
  project: Project
  kind: EnvironmentKind
}

/** A reference to what does not exist yet: its project does, and the kind stands in the words. */
export async function newEnvironmentTarget(asking: Asking, text: string): Promise<Target<NewEnvironment>> {
  const words = partsOf(text)
  const kind = kinds.find((one) => one === words.at(-1))
  if (!kind || words.length > 2) {
    throw new Fault('invalid_arguments', {
      operation: 'environment create',
      field: 'environment',
      why: `is a project and one of ${kinds.join(', ')}, like acme/staging`,
    })
  }
  const named = words.length === 2 ? words[0] : (await boundTo(asking))?.project
  if (!named) {
    throw new Fault('invalid_arguments', {
      operation: 'environment create',
      field: 'environment',
      why: `says no project: write acme/${kind}`,
    })
  }
  const target = await findProject(asking, named, 'change')
  return {
    row: { project: target.row, kind },
    name: `${target.name}/${kind}`,
    place: { ...target.place, environmentKind: kind },
    ids: target.ids,
  }
}
