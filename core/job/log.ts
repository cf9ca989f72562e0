import { z } from 'zod'
import type { Card } from '../card/card.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import type { Job, Line } from './job.ts'
import { countLines, linesIn, type Stretch } from './lines.ts'

export const logLevels = ['debug', 'info', 'warning', 'error'] as const
const shownLines = 20
const shownLetters = 2500

/** Which part of a log is meant, the same for every kind of job. */
export const logArguments = {
  tail: argument(z.coerce.number().int().min(1).max(1000).default(100), { label: 'Lines', help: 'How many' }),
  level: argument(z.enum(logLevels).optional(), { label: 'Level', help: 'This level and worse' }),
  stage: argument(z.string().trim().max(80).optional(), { label: 'Stage', help: 'Only of this one' }),
  page: argument(z.coerce.number().int().min(1).max(1_000_000).default(1), { label: 'Page', help: '1 is the newest' }),
}

export interface LogWanted {
  tail: number
  level?: (typeof logLevels)[number] | undefined
  /** That level alone, and not worse ones. */
  exact?: boolean
  stage?: string | undefined
  page: number
  /** Onwards from the beginning instead of back from the end. */
  skip?: number | undefined
}

export interface LogFound {
  card: Card
  lines: readonly Line[]
  total: number
  page: number
  pages: number
}

/** What of a log was asked for. `noun` is how it was asked: `job logs`, `deployment logs`. */
export async function logOf(
  { reading, asker }: Asking,
  job: Job,
  noun: 'job' | 'deployment',
  wanted: LogWanted,
): Promise<LogFound> {
  const { tail, level, stage, page, skip } = wanted
  const filter = {
    ...(level ? { levels: wanted.exact ? [level] : logLevels.slice(logLevels.indexOf(level)) } : {}),
    ...(stage ? { stage } : {}),
  }
  const stretch: Stretch =
    skip === undefined
      ? { from: 'end', skip: (page - 1) * tail, limit: tail }
      : { from: 'beginning', skip, limit: tail }
  const [total, lines] = await Promise.all([
    countLines(reading, job.id, filter),
    linesIn(reading, job.id, filter, stretch),
  ])
  const zone = asker.member?.timeZone ?? 'UTC'
  const given = { [noun]: String(job.number), tail, ...(level ? { level } : {}), ...(stage ? { stage } : {}) }
  const older = skip === undefined && page * tail < total
  return {
    card: {
      title: `Log of #${job.number}, ${job.operation.replaceAll('.', ' ')} ${job.target}`,
      lines: [{ text: lines.length === 0 ? 'No lines' : `${lines.length} of ${total} lines, times in ${zone}` }],
      ...shown(lines, job.number, zone),
      actions: older ? [{ label: 'Older', operation: `${noun}.logs`, arguments: { ...given, page: page + 1 } }] : [],
      view: `${noun} logs ${job.number}`,
      words: [`#${job.number}`, 'log', job.target],
    },
    lines,
    total,
    page,
    pages: Math.max(1, Math.ceil(total / tail)),
  }
}

/** What is too long for a message goes along as a file; its end is seen at once. */
function shown(lines: readonly Line[], number: number, zone: string): Pick<Card, 'block' | 'attachment'> {
  if (lines.length === 0) return {}
  const texts = lines.map((line) => lineText(line, zone))
  const whole = texts.join('\n')
  if (texts.length <= shownLines && whole.length <= shownLetters) return { block: whole }
  return {
    block: texts.slice(-shownLines).join('\n').slice(-shownLetters),
    attachment: { name: `job-${number}.log`, title: `Log of #${number}`, text: whole },
  }
}

export function lineText({ at, level, stage, message }: Line, zone: string): string {
  return `[${timeText(at, zone)}] [${level.toUpperCase()}]${stage ? ` [${stage}]` : ''} ${message}`
}

/** Swedes write it as programs do: 2026-01-31 22:05:09. */
export function timeText(at: number, timeZone: string): string {
  return formatIn(timeZone).format(at)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one costs more than using it a thousand times. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(timeZone, made)
  return made
}
