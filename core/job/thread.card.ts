import type { Card, Line as CardLine, Span, Text } from '../card/card.ts'
import { verbOf } from './job.card.ts'
import type { Job, Line, StageRow } from './job.ts'
import { lasted } from './lasted.ts'
import { speaks } from './loud.rule.ts'

const shownMost = 12
const outputMost = 40

/** What a command said, as it came. */
function outputCard(job: Job, lines: readonly Line[]): Card {
  const shown = lines.slice(0, outputMost)
  const rest = lines.length - shown.length
  return {
    title: `Output of #${job.number}`,
    tone: lines.some(({ level }) => level === 'error') ? 'bad' : 'idle',
    block: shown.map(({ message }) => message).join('\n'),
    ...(rest > 0 ? { lines: [{ text: `and ${rest} more: \`job logs ${job.number}\`` }] } : {}),
    words: [`#${job.number}`, job.target, 'output'],
  }
}

/** Warnings and errors of a run, as they come. */
export function linesCard(job: Job, lines: readonly Line[], stages: readonly StageRow[]): Card {
  if (speaks(job)) return outputCard(job, lines)
  const errors = lines.filter(({ level }) => level === 'error').length
  const titles = new Map(stages.map(({ stage, title }) => [stage, title]))
  const shown = lines.slice(0, shownMost)
  const rest = lines.length - shown.length
  return {
    title: `${counted(errors > 0 ? errors : lines.length, errors > 0 ? 'error' : 'warning')} in #${job.number}`,
    tone: errors > 0 ? 'bad' : 'warning',
    lines: [
      ...shown.map((line) => lineOf(line, titles)),
      ...(rest > 0 ? [{ text: `and ${rest} more: \`job logs ${job.number}\`` }] : []),
    ],
    whole: true,
    words: [`#${job.number}`, job.target],
  }
}

function lineOf({ level, stage, message }: Line, titles: ReadonlyMap<string, string>): CardLine {
  const where = stage === null ? '' : `${titles.get(stage) ?? stage}: `
  return { tone: level === 'error' ? 'bad' : 'warning', text: [{ bold: where }, message] }
}

function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`
}

/** Whoever asked is told that it is over; a failure is told by its diagnosis. */
export function endCard(job: Job, stages: readonly StageRow[], asker: Span | null): Card {
  const warned = stages.filter(({ state }) => state === 'warned').length
  const ms = job.startedAt === null || job.finishedAt === null ? null : job.finishedAt - job.startedAt
  const done = job.state === 'success' ? 'is done' : 'was cancelled'
  const after = ms === null ? '' : ` after ${lasted(ms)}`
  const but = warned === 0 ? '' : `, with ${counted(warned, 'warning')}`
  return {
    title: addressed(asker, `${verbOf(job)} ${job.target} #${job.number} ${done}${after}${but}`),
    ...(job.failure ? { lines: [{ text: job.failure.message }] } : {}),
    words: [`#${job.number}`, job.target, job.state],
  }
}

/** Whoever may decide, each by name: the buttons are at the message itself. */
export function approversCard(job: Job, people: readonly Span[], again: boolean): Card {
  const listed = people.flatMap((one, at): Span[] => (at === 0 ? [one] : [', ', one]))
  const asks = again ? 'still waits for an approval' : 'waits for an approval'
  return {
    title:
      people.length === 0
        ? `#${job.number} ${asks}, and there is nobody who may decide`
        : [...listed, `: #${job.number} ${asks}`],
    words: [`#${job.number}`, job.target, 'approval'],
  }
}

export function addressed(asker: Span | null, text: string): Text {
  return asker === null ? text : [asker, ': ', text]
}
