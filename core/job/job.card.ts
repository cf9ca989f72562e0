import type { Action, Card, Line as CardLine, Tone } from '../card/card.ts'
import type { Job, JobState, StageRow, StageState } from './job.ts'

export const jobTones: Record<JobState, Tone> = {
  pending: 'waiting',
  running: 'busy',
  success: 'good',
  failed: 'bad',
  cancelled: 'idle',
}

const stageTones: Record<StageState, Tone> = {
  pending: 'waiting',
  running: 'busy',
  completed: 'good',
  warned: 'warning',
  failed: 'bad',
  skipped: 'idle',
}

/** The one message of a job, in whatever state it is. */
export function jobCard(job: Job, stages: readonly StageRow[], now: number): Card {
  const verb = job.operation.replaceAll('.', ' ')
  const done = stages.filter((stage) => stage.state === 'completed').length
  return {
    title: `${verb} ${job.target} #${job.number}`,
    tone: jobTones[job.state],
    state: stateWords(job),
    lines: [...failureLines(job), ...stages.map((stage) => stageLine(stage, now))],
    ...(job.state === 'running'
      ? {
          progress: {
            percent: Math.round((100 * done) / Math.max(1, stages.length)),
            note: `${done} of ${stages.length}`,
          },
        }
      : {}),
    actions: jobActions(job),
    view: `job show ${job.number}`,
    words: [job.target, verb, job.state, `#${job.number}`],
  }
}

function stateWords(job: Job): string {
  if (job.state === 'running' && job.cancelAsked) return 'running: is being cancelled'
  if (job.state !== 'pending') return job.state
  return job.waitsFor === 'turn' || job.waitsFor === null
    ? 'pending: waits for its turn'
    : `pending: waits for ${job.waitsFor}`
}

function failureLines(job: Job): CardLine[] {
  if (!job.failure || job.state === 'running') return []
  return [
    { tone: job.state === 'cancelled' ? 'idle' : 'bad', text: job.failure.message },
    { tone: 'idle', text: job.failure.remedy },
  ]
}

function stageLine(stage: StageRow, now: number): CardLine {
  const line: CardLine = {
    tone: stageTones[stage.state],
    text: stage.latest ? `${stage.title}: ${stage.latest}` : stage.title,
  }
  return stage.startedAt === null ? line : { ...line, note: took((stage.finishedAt ?? now) - stage.startedAt) }
}

export function took(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`
}

function jobActions(job: Job): Action[] {
  const of = (label: string, operation: string, style?: 'primary' | 'danger'): Action => ({
    label,
    operation,
    arguments: { job: String(job.number) },
    ...(style ? { style } : {}),
  })
  if (job.state === 'running' && job.cancelAsked) return [of('Logs', 'job.logs')]
  if (job.state === 'pending' || job.state === 'running')
    return [of('Cancel', 'job.cancel', 'danger'), of('Logs', 'job.logs')]
  if (job.state === 'success') return [of('Logs', 'job.logs')]
  return [of('Retry from the start', 'job.retry', 'primary'), of('Logs', 'job.logs')]
}
