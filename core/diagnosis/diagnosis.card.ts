import type { Action, Card, Line } from '../card/card.ts'
import { coded } from '../card/coded.ts'
import type { Job } from '../job/job.ts'
import type { KnownFailure, Remedy } from './failing.ts'

/** What a failed job is about, by the names that operations take. */
export interface About {
  job: Job
  /** The title of the stage that failed. */
  stage: string | null
  server: string | null
  instance: string | null
  project: string | null
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
    lines: [...(job.failure ? [{ tone: 'bad' as const, text: job.failure.message }] : []), ...explained(known, job)],
    ...(lines.length > 0 ? { block: lines.join('\n') } : {}),
    actions: [...remedies(known, about), retry(job), logs(job)],
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
    ...known.todo.map((step, at) => ({ text: [`${at + 1}. `, ...spansOf(step)] })),
  ]
}

function spansOf(text: string) {
  const spans = coded(text)
  return typeof spans === 'string' ? [spans] : spans
}

/** Buttons where an operation is the remedy, and the job has what it works on. */
export function remedies(known: KnownFailure | null, about: About): Action[] {
  return (known?.remedies ?? []).flatMap((remedy) => {
    const given = argumentsOf(remedy, about)
    return given === null
      ? []
      : [
          {
            label: remedy.label,
            operation: remedy.operation,
            arguments: given,
            ...(remedy.form ? { form: true } : {}),
          },
        ]
  })
}

function argumentsOf({ of }: Remedy, about: About): Record<string, string> | null {
  if (of === 'platform') return {}
  if (of === 'job') return { job: String(about.job.number) }
  const name = about[of]
  return name === null ? null : { [of]: name }
}

function retry({ number }: Job): Action {
  return { label: 'Retry', operation: 'job.retry', arguments: { job: String(number) }, style: 'primary' }
}

function logs({ number }: Job): Action {
  return { label: 'Logs', operation: 'job.logs', arguments: { job: String(number) } }
}
