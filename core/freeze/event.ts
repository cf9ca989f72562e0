import type { Told } from '../event/event.ts'
import type { Project } from '../project/project.ts'
import type { Freeze } from './freeze.ts'
import { windowWords } from './words.ts'

export function freezeEvent(
  freeze: Freeze,
  project: Project | null,
  type: 'freeze.added' | 'freeze.removed',
  by: string,
): Told {
  const { number, reason, kind } = freeze
  return {
    type,
    organizationId: project?.organizationId ?? null,
    projectId: project?.id ?? null,
    jobId: null,
    payload: {
      number,
      reason,
      by,
      when: windowWords(freeze),
      project: project?.slug ?? null,
      ...(kind ? { environment: kind } : {}),
    },
  }
}
