import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Job } from './job.ts'

/** What a job that succeeded held while its thread tidied up: others may have it now. */
export function letGo(house: House, { id, fence }: Pick<Job, 'id' | 'fence'>): Promise<boolean> {
  return change(house, async (rows) => {
    const over = await rows.job.update({ id, fence, state: 'success' }, { owner: null, leaseUntil: null })
    if (over === 0) return false
    await rows.hold.remove({ jobId: id })
    rows.after(() => house.queue.tell(id))
    return true
  })
}
