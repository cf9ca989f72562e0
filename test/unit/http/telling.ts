import { change } from '../../../core/event/change.ts'
import type { House } from '../../../core/house.ts'
import { jobEvent } from '../../../core/job/event.ts'
import type { Job, Line } from '../../../core/job/job.ts'

/** Writes lines as a run does: rows and event in one transaction. */
export async function tellLines(house: House, job: Job, count: number, message = 'Pulling layer'): Promise<void> {
  await change(house, async (rows) => {
    const [newest] = await rows.line.find({ jobId: job.id }, { order: ['-sequence'], limit: 1 })
    const from = (newest?.sequence ?? -1) + 1
    const lines = Array.from(
      { length: count },
      (_, at): Line => ({
        jobId: job.id,
        sequence: from + at,
        stage: 'pulling_image',
        level: 'info',
        message: `${message} ${from + at}`,
        data: null,
        at: house.clock.now(),
      }),
    )
    await rows.line.insert(...lines)
    rows.tell(jobEvent(job, 'job.lines', { from, to: from + count - 1 }))
  })
}

export function tellOf(
  house: House,
  job: Job,
  type: Parameters<typeof jobEvent>[1],
  more: Record<string, unknown> = {},
): Promise<void> {
  return change(house, (rows) => {
    rows.tell(jobEvent(job, type, more))
    return Promise.resolve()
  })
}
