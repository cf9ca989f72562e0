import { z } from 'zod'
import type { Line } from '../card/card.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import { findPractice, practiceServerArgument } from './arguments.ts'
import { oftenWords } from './fault.rule.ts'

const mostThings = 100

export const practiceShow = operation({
  id: 'practice.show',
  summary: 'What there is on a practice server, what was done to it, what is held and what goes wrong',
  examples: ['practice show', 'practice show --job 812'],
  arguments: {
    server: argument(practiceServerArgument(), {
      label: 'Server',
      help: 'Which practice server; not needed where there is one alone',
      completes: 'server',
      positional: true,
    }),
    job: argument(z.optional(jobArgument), { label: 'Job', help: 'What this job did there', completes: 'job' }),
  },
  aim: (asking, { server }, use) => findPractice(asking, server, use),
  least: 'viewer',
  async answer({ reading }, { job }, { row }) {
    const number = Number((job ?? '').replace('#', ''))
    const done = job ? await reading.job.one({ number, serverId: row.id }) : null
    const serverId = row.id
    const [things, acts, holds, faults] = await Promise.all([
      reading.practiceThing.find({ serverId }, { order: ['kind', 'name'] }),
      job
        ? reading.practiceAct.find({ serverId, jobId: done?.id ?? '' }, { order: ['at'] })
        : reading.practiceAct.find({ serverId }, { order: ['-at'], limit: 50 }),
      reading.practiceHold.find({ serverId }, { order: ['createdAt'] }),
      reading.practiceFault.find({ serverId }, { order: ['createdAt'] }),
    ])
    const jobs = await reading.job.find({ id: { in: things.flatMap(({ jobId }) => jobId ?? []) } })
    const numberOf = (id: string | null) => jobs.find((one) => one.id === id)?.number ?? null
    const lines: Line[] = [
      { tone: 'idle', text: 'A practice server: it exists only in the store, and nothing real is touched' },
      ...holds.map(({ stage }): Line => ({ tone: 'waiting', text: `Held: ${stage}` })),
      ...faults.map(
        ({ stage, text, times }): Line => ({
          tone: 'warning',
          text: `Goes wrong in ${stage}: ${text}${times === null ? '' : `, ${oftenWords(times)} more`}`,
        }),
      ),
      { text: `${acts.length} acts ${done ? `of #${done.number}` : 'last'}` },
    ]
    return {
      card: {
        title: `Practice server ${row.name}`,
        tone: 'idle',
        state: 'practice server',
        lines,
        table: {
          columns: ['Thing', 'Name', 'Made by'],
          rows: things
            .slice(0, mostThings)
            .map(({ kind, name, jobId }) => [kind, name, numberOf(jobId) === null ? '–' : `#${numberOf(jobId)}`]),
          empty: 'Nothing is on it yet',
        },
        actions: holds.map(({ stage }) => ({
          label: `Release ${stage}`,
          operation: 'practice.release',
          arguments: { stage, server: row.name },
        })),
        view: `practice show ${row.name}`,
        words: ['practice', row.name, 'server'],
      },
      data: {
        server: row.name,
        practice: true,
        things: things.map(({ kind, name, jobId, instanceId, data }) => ({
          kind,
          name,
          job: numberOf(jobId),
          job_id: jobId,
          instance_id: instanceId,
          data,
        })),
        acts: acts.map(({ jobId, stage, call, about, fence, at }) => ({
          job_id: jobId,
          stage,
          call,
          about,
          fence,
          at,
        })),
        holds: holds.map(({ stage }) => stage),
        faults: faults.map(({ stage, text, times }) => ({ stage, text, times })),
      },
    }
  },
})
