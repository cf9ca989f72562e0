import { z } from 'zod'
import type { Text } from '../card/card.ts'
import { visibleJobs } from '../job/visible.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { findProject, instanceCandidates } from '../reference/find.ts'
import { lockData } from './lock.card.ts'
import { lockOn, ownerName } from './on.ts'

export const lockList = operation({
  id: 'lock.list',
  summary: 'Who holds what: locks of people and of jobs, and what running jobs have to themselves',
  examples: ['lock list', 'lock list --project acme'],
  aliases: ['locks'],
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
    const only = project ? (await findProject(asking, project, 'read')).row.id : null
    const [locks, holds] = await Promise.all([locksSeen(asking, only), holdsSeen(asking, only)])
    return {
      card: {
        title: 'Who holds what',
        table: {
          columns: ['What', 'Who', 'Since', 'Until', 'Why'],
          rows: [...locks.map(lockRow), ...holds.map(holdRow)],
          empty: 'Nothing is locked, and nothing is at work',
        },
        view: 'lock list',
        words: ['locks', ...locks.map(({ instance }) => instance)],
      },
      data: { locks, holds },
    }
  },
})

type LockSeen = ReturnType<typeof lockData>

async function locksSeen(asking: Asking, projectId: string | null): Promise<LockSeen[]> {
  const candidates = (await instanceCandidates(asking)).filter(({ project }) => !projectId || project.id === projectId)
  const names = new Map(candidates.map(({ instance, parts }) => [instance.id, parts.join('/')]))
  const locks = await lockOn(asking.reading, [...names.keys()], asking.now)
  return Promise.all(
    locks.map(async (lock) => lockData(names.get(lock.instanceId) ?? '', lock, await ownerName(asking.reading, lock))),
  )
}

interface HoldSeen {
  job: number
  operation: string
  target: string
  resources: string[]
  since: number
}

async function holdsSeen(asking: Asking, projectId: string | null): Promise<HoldSeen[]> {
  const holds = await asking.reading.hold.find({}, { order: ['createdAt'] })
  const where = { id: { in: [...new Set(holds.map(({ jobId }) => jobId))] }, ...(projectId ? { projectId } : {}) }
  const jobs = await visibleJobs(asking, where, 200)
  return jobs.map(({ id, number, operation, target, startedAt, createdAt }) => ({
    job: number,
    operation,
    target,
    resources: holds.filter(({ jobId }) => jobId === id).map(({ resource }) => resource.split(':')[0] ?? resource),
    since: startedAt ?? createdAt,
  }))
}

function lockRow({ instance, owner, since, until, reason }: LockSeen): Text[] {
  return [instance, owner, [{ age: since }], until === null ? 'freed by hand' : [{ time: until }], reason]
}

function holdRow({ job, operation, target, since }: HoldSeen): Text[] {
  return [target, `job #${job}`, [{ age: since }], 'it ends', operation.replaceAll('.', ' ')]
}
