import type { House } from '../../core/house.ts'
import { removeLines } from '../../core/job/retention.ts'
import type { TickSettings } from './tick.ts'

const dayMs = 24 * 3_600_000
const atOnce = 500

/** The lines of jobs that ended longer ago than they are kept. The jobs themselves stay. */
export async function forgetLines(house: House, { logRetentionDays }: TickSettings): Promise<void> {
  if (logRetentionDays === null) return
  const before = house.clock.now() - logRetentionDays * dayMs
  let gone = 0
  for (let after = 0; ; ) {
    const jobs = await house.store.reading.job.pick(
      ['id', 'number'],
      { finishedAt: { below: before }, number: { above: after } },
      { order: ['number'], limit: atOnce },
    )
    const last = jobs.at(-1)
    if (!last) break
    for (const { id } of jobs) gone += await removeLines(house, id)
    after = last.number
  }
  if (gone > 0) house.log.info({ gone, days: logRetentionDays }, 'old lines of jobs forgotten')
}
