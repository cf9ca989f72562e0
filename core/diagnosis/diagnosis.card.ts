import type { Action, Card, Line } from '../card/card.ts'
import { coded } from '../card/coded.ts'
import type { Job } from '../job/job.ts'
import { isPlain } from './diagnose.rule.ts'
import type { KnownFailure } from './failing.ts'
import { type Named, remedies } from './remedies.ts'

/** What a failed job is about. */
export interface About extends Named {
  job: Job
  /** The title of the stage that failed. */
  stage: string | null
  /** The last lines of its log, the oldest first. */
  lines: readonly string[]
}

/** Cause, what to do, buttons, and the last lines: all that one needs to go on. */
export function diagnosisCard(known: KnownFailure | null, about: About): Card {
  const { job, stage, lines } = about
  const where = stage === null ? '' : ` in “${stage}”`
  return {
    title: `Why #${job.number} failed${where}`,
    tone: 'bad',
    state: known ? known.title : 'a failure that I do not know',
    lines: [
      ...(job.failure ? [{ tone: 'bad' as const, text: job.failure.message }] : []),
      ...(job.waitsWhy === null ? [] : [{ tone: 'waiting' as const, text: job.waitsWhy }]),
      ...explained(known, job),
    ],
    ...(lines.length > 0 ? { block: lines.join('\n') } : {}),
    actions: [...remedies(known, about, job), ...(job.state === 'failed' ? [retry(job)] : []), logs(job)],
    whole: true,
    view: `job why ${job.number}`,
    words: [`#${job.number}`, job.target, 'why', known?.id ?? 'unknown failure'],
  }
}

function explained(known: KnownFailure | null, { failure }: Job): Line[] {
  if (!known) {
    return [
      { text: coded(failure?.remedy ?? 'Look at the log.') },
      { text: 'It is none of the failures that I can name. The last lines below are all that I know of it.' },
    ]
  }
  return [
    { text: [{ bold: 'What may have caused it' }] },
    ...known.causes.map((cause) => ({ text: ['• ', cause] })),
    { text: [{ bold: 'What to do' }] },
    ...[...(isPlain(failure?.code ?? '') ? [failure?.remedy ?? ''] : []), ...known.todo].map((step, at) => ({
      text: [`${at + 1}. `, ...spansOf(step)],
    })),
  ]
}

function spansOf(text: string) {
  const spans = coded(text)
  return typeof spans === 'string' ? [spans] : spans
}

function retry({ number }: Job): Action {
  return { label: 'Retry', operation: 'job.retry', arguments: { job: String(number) }, style: 'primary' }
}

function logs({ number }: Job): Action {
  return { label: 'Logs', operation: 'job.logs', arguments: { job: String(number) } }
}
