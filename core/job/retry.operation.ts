import { Fault } from '../error.ts'
import { openJob } from '../gate/open.ts'
import { passageOfRetry } from '../gate/retry.ts'
import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import type { createJob } from './create.ts'
import { findOwnJob } from './find.ts'

export const jobRetry = operation({
  id: 'job.retry',
  summary: 'Do a failed job again from what failed, or a cancelled one from the start, if you may ask for it',
  examples: ['job retry 812'],
  arguments: { job: jobArgument },
  aim: (asking, { job }) => findOwnJob(asking, job, 'job retry'),
  least: 'viewer',
  effects: ['observation'],
  async change(rows, asking, _values, target) {
    const { house } = asking
    const before = await rows.job.one({ id: target.row.id })
    if (!before || (before.state !== 'failed' && before.state !== 'cancelled')) {
      throw new Fault('state_forbids', {
        why: `${target.name} did not fail: it is ${before?.state ?? 'gone'}.`,
        next: 'Ask for the same thing anew if you want it once more.',
      })
    }
    const again = await rows.job.one({ retryOf: before.id, state: { in: ['pending', 'running'] } })
    if (again) {
      throw new Fault('state_forbids', {
        why: `${target.name} is being retried already, as #${again.number}.`,
        next: `See \`job show ${again.number}\`.`,
      })
    }
    await refuseMissing(rows, before)
    const place = { ...target, name: before.target }
    const passage = await passageOfRetry(rows, asking, before)
    const { job, answer, approval } = await openJob(house, rows, asking, place, before.plan, passage, {
      retryOf: before.id,
    })
    return {
      ...answer,
      job: { id: job.id, number: job.number },
      ...(approval ? { approval: { id: approval.id } } : {}),
    }
  },
})

/** What a job works on may be gone by now. */
async function refuseMissing(
  rows: Parameters<typeof createJob>[1],
  { serverId, instanceId, target }: { serverId: string | null; instanceId: string | null; target: string },
): Promise<void> {
  const server = serverId === null || (await rows.server.one({ id: serverId })) !== null
  const instance = instanceId === null || (await rows.instance.one({ id: instanceId })) !== null
  if (server && instance) return
  throw new Fault('state_forbids', { why: `${target} is not there any more.`, next: 'There is nothing to do it on.' })
}
