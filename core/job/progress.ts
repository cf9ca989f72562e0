import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import { jobEvent } from './event.ts'
import type { Job, StageEnded } from './job.ts'

export function stageBegun(house: House, job: Job, stage: string): Promise<void> {
  return change(house, async (rows) => {
    if (!(await rows.job.one({ id: job.id, fence: job.fence, state: 'running' }))) return
    await rows.stage.update({ jobId: job.id, stage }, { state: 'running', startedAt: house.clock.now() })
    rows.tell(jobEvent(job, 'job.stage', { stage, state: 'running' }))
  })
}

export function stageEnded(
  house: House,
  job: Job,
  stage: string,
  state: StageEnded,
  latest: string | null,
): Promise<void> {
  return change(house, async (rows) => {
    if (!(await rows.job.one({ id: job.id, fence: job.fence, state: 'running' }))) return
    await rows.stage.update({ jobId: job.id, stage }, { state, latest, finishedAt: house.clock.now() })
    rows.tell(jobEvent(job, 'job.stage', { stage, state }))
  })
}

/** What a stage hands to later ones is there for whoever takes over. */
export function stageKept(house: House, job: Job, stage: string, kept: unknown): Promise<void> {
  return change(house, async (rows) => {
    if (!(await rows.job.one({ id: job.id, fence: job.fence, state: 'running' }))) return
    await rows.stage.update({ jobId: job.id, stage }, { kept })
  })
}
