import { z } from 'zod'
import type { Card } from '../card/card.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import { findJob } from './find.ts'
import { jobData, lineData } from './job.data.ts'
import type { Line } from './job.ts'

const levels = ['debug', 'info', 'warning', 'error'] as const
const shownLines = 20
const shownLetters = 2500

export const jobLogs = operation({
  id: 'job.logs',
  summary: 'What a job said: its last lines, and those before them by page',
  examples: ['job logs 812', 'job logs 812 --level warning', 'job logs 812 --stage connecting --tail 500'],
  arguments: {
    job: jobArgument,
    tail: argument(z.coerce.number().int().min(1).max(1000).default(100), { label: 'Lines', help: 'How many' }),
    level: argument(z.enum(levels).optional(), { label: 'Level', help: 'This level and worse' }),
    stage: argument(z.string().trim().max(80).optional(), { label: 'Stage', help: 'Only of this one' }),
    page: argument(z.coerce.number().int().min(1).default(1), { label: 'Page', help: '1 is the newest' }),
  },
  aim: (asking, { job }) => findJob(asking, job),
  least: 'viewer',
  async answer({ reading, asker }, { tail, level, stage, page }, { row }) {
    const where = {
      jobId: row.id,
      ...(level ? { level: { in: levels.slice(levels.indexOf(level)) } } : {}),
      ...(stage ? { stage } : {}),
    }
    const [total, newest] = await Promise.all([
      reading.line.count(where),
      reading.line.find(where, { order: ['-sequence'], limit: tail, skip: (page - 1) * tail }),
    ])
    const lines = newest.reverse()
    const older = page * tail < total
    const zone = asker.member?.timeZone ?? 'UTC'
    const given = { job: String(row.number), tail, ...(level ? { level } : {}), ...(stage ? { stage } : {}) }
    return {
      card: {
        title: `Log of #${row.number}, ${row.operation.replaceAll('.', ' ')} ${row.target}`,
        lines: [{ text: lines.length === 0 ? 'No lines' : `${lines.length} of ${total} lines, times in ${zone}` }],
        ...shown(lines, row.number, zone),
        actions: older ? [{ label: 'Older', operation: 'job.logs', arguments: { ...given, page: page + 1 } }] : [],
        view: `job logs ${row.number}`,
        words: [`#${row.number}`, 'log', row.target],
      },
      data: { job: jobData(row), lines: lines.map(lineData), total, page, pages: Math.max(1, Math.ceil(total / tail)) },
    }
  },
})

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
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
}
