import { z } from 'zod'
import { platformWide } from '../access/right.ts'
import type { Text } from '../card/card.ts'
import { Fault } from '../error.ts'
import { findPerson } from '../member/find.ts'
import { organizationOption, projectOption } from '../member/scope.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import type { AuditEntry } from './entry.ts'
import { entriesIn, findReach } from './reach.ts'
import { sinceTime } from './since.rule.ts'

const perPage = 20

export const auditList = operation({
  id: 'audit.list',
  summary: 'Who did what, the newest first',
  examples: [
    'audit list',
    'audit list --member @anna --since 7d',
    'audit list --project acme --operation server.check',
  ],
  arguments: {
    operation: argument(z.string().trim().max(80).optional(), {
      label: 'Operation',
      help: 'Only this one: `server.check`',
      completes: 'operation',
    }),
    member: argument(z.string().trim().max(120).optional(), {
      label: 'Member',
      help: 'Only what this person did',
      completes: 'member',
    }),
    project: projectOption,
    organization: organizationOption,
    since: argument(z.string().trim().max(40).optional(), {
      label: 'Since',
      help: 'Not older than this: `12h`, `7d`, or a date like 2026-01-31',
    }),
    before: argument(z.coerce.number().int().positive().optional(), {
      label: 'Before',
      help: 'Entries older than this position',
    }),
  },
  aim: findReach,
  least: 'maintainer',
  async answer(asking, { before, ...filters }, { row: reach, place }) {
    const { reading, now } = asking
    const person = filters.member
      ? await findPerson(asking, filters.member, reach ? place : platformWide, 'read')
      : null
    const entries = await entriesIn(
      reading,
      reach,
      {
        ...(filters.operation ? { operation: filters.operation.replaceAll(' ', '.') } : {}),
        ...(person ? { memberId: person.member.id } : {}),
        ...(filters.since ? { at: { atLeast: readSince(filters.since, now) } } : {}),
        ...(before ? { position: { below: before } } : {}),
      },
      perPage,
    )
    const oldest = entries.length === perPage ? (entries.at(-1)?.position ?? null) : null
    const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
    return {
      card: {
        title: 'Audit',
        table: {
          columns: ['#', 'When', 'Who', 'What', 'On', 'Outcome', 'Where'],
          rows: entries.map(row),
          empty: 'Nothing like that happened yet',
        },
        actions: oldest ? [{ label: 'Older', operation: 'audit.list', arguments: { ...given, before: oldest } }] : [],
        view: ['audit list', ...Object.entries(given).map(([name, value]) => `--${name} "${value}"`)].join(' '),
        words: ['audit'],
      },
      data: { entries, next: oldest },
    }
  },
})

function readSince(text: string, now: number): number {
  const since = sinceTime(text, now)
  if (since !== null) return since
  throw new Fault('invalid_arguments', {
    operation: 'audit list',
    field: 'since',
    why: 'is a time back like 12h or 7d, or a date like 2026-01-31',
  })
}

function row(entry: AuditEntry): Text[] {
  const { position, at, who, operation: what, target, outcome, detail, origin } = entry
  return [
    String(position),
    [{ age: at }],
    who,
    [what, { dim: given(entry.arguments) }],
    target || '–',
    detail ? `${outcome}: ${detail}` : outcome,
    origin.link ? [{ link: origin.link, text: origin.surface }] : origin.surface,
  ]
}

/** What was asked for, shortly: a refusal has no target that it could be known by. */
function given(asked: AuditEntry['arguments']): string {
  const words = Object.entries(asked).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const text = words.join('')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

const longest = 80
