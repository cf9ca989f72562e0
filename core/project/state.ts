import { Fault } from '../error.ts'
import { standing } from '../instance/instance.ts'
import type { Reading } from '../ports/store.ts'
import type { Project } from './project.ts'

/** Nothing new is made in a project that was put away. */
export function refuseArchived(project: Project): void {
  if (project.state !== 'archived') return
  throw new Fault('state_forbids', {
    why: `${project.slug} is archived.`,
    next: `Bring it back first: \`project unarchive ${project.slug}\`.`,
  })
}

/** What runs must be taken off its server before its rows may go: nobody would know of it any more. */
export async function refuseStanding(
  reading: Pick<Reading, 'instance'>,
  what: string,
  environmentIds: readonly string[],
): Promise<void> {
  const there = await reading.instance.find({ environmentId: { in: environmentIds }, state: { in: standing } })
  if (there.length === 0) return
  const names = there.slice(0, 5).map((instance) => instance.name)
  throw new Fault('state_forbids', {
    why: `${there.length} of the instances in ${what} are deployed: ${names.join(', ')}.`,
    next: 'Remove those first, with `instance remove`.',
  })
}
