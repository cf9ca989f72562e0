import { z } from 'zod'
import { visibleJobs } from '../job/visible.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { findProject } from '../reference/find.ts'

export const scheduleList = operation({
  id: 'schedule.list',
  summary: 'What runs later, and when',
  examples: ['schedule list', 'schedule list --project acme'],
  aliases: ['schedule'],
  arguments: {
    project: argument(z.string().trim().max(200).optional(), {
      label: 'Project',
      help: 'Only of this one',
      completes: 'project',
    }),
  },
  aim: onPlatform,
  least: 'member',
  async answer(asking, { project }) {
    const projectId = project ? (await findProject(asking, project, 'read')).row.id : null
    const pending = await visibleJobs(asking, { state: 'pending', ...(projectId ? { projectId } : {}) }, 500)
    const later = pending
      .flatMap((job) => (job.wishes.at !== null && job.wishes.at > asking.now ? [{ job, at: job.wishes.at }] : []))
      .sort((one, other) => one.at - other.at || one.job.number - other.job.number)
    const members = await asking.reading.member.find({ id: { in: later.map(({ job }) => job.requestedBy) } })
    const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? 'somebody'
    return {
      card: {
        title: 'What runs later',
        table: {
          columns: ['Job', 'What', 'On', 'When', 'Asked by'],
          rows: later.map(({ job, at }) => [
            `#${job.number}`,
            job.operation.replaceAll('.', ' '),
            job.target,
            job.waitsFor === 'approval' ? [{ time: at }, ', once it is approved'] : [{ time: at }],
            nameOf(job.requestedBy),
          ]),
          empty: 'Nothing is planned for later',
        },
        actions: later.slice(0, 4).map(({ job: { number } }) => ({
          label: `Cancel #${number}`,
          operation: 'job.cancel',
          arguments: { job: String(number) },
          style: 'danger' as const,
        })),
        view: 'schedule list',
        words: ['schedule', ...later.map(({ job }) => `#${job.number}`)],
      },
      data: {
        jobs: later.map(({ job: { id, number, operation, target, waitsFor, requestedBy }, at }) => ({
          id,
          number,
          operation,
          target,
          at,
          waits_for: waitsFor,
          requested_by: nameOf(requestedBy),
        })),
      },
    }
  },
})
