import { z } from 'zod'
import type { Text } from '../card/card.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import type { AuditEntry } from './entry.ts'

const perPage = 20

export const auditList = operation({
  id: 'audit.list',
  summary: 'Who did what, the newest first',
  examples: ['audit list', 'audit list --operation server.check'],
  arguments: {
    operation: argument(z.string().trim().max(80).optional(), {
      label: 'Operation',
      help: 'Only this one',
      completes: 'operation',
    }),
    before: argument(z.coerce.number().int().positive().optional(), {
      label: 'Before',
      help: 'Entries older than this position',
    }),
  },
  aim: onPlatform,
  least: 'maintainer',
  async answer({ reading }, { operation: only, before }) {
    const entries = await reading.audit.find(
      { ...(only ? { operation: only } : {}), ...(before ? { position: { below: before } } : {}) },
      { order: ['-position'], limit: perPage },
    )
    const oldest = entries.at(-1)?.position
    return {
      card: {
        title: 'Audit',
        table: {
          columns: ['#', 'When', 'Who', 'What', 'On', 'Outcome'],
          rows: entries.map(row),
          empty: 'Nothing happened yet',
        },
        actions:
          entries.length === perPage && oldest
            ? [
                {
                  label: 'Older',
                  operation: 'audit.list',
                  arguments: { before: oldest, ...(only ? { operation: only } : {}) },
                },
              ]
            : [],
        view: 'audit list',
        words: ['audit'],
      },
      data: { entries, next: entries.length === perPage ? oldest : null },
    }
  },
})

function row(entry: AuditEntry): Text[] {
  const { position, at, who, operation: what, target, outcome, detail } = entry
  return [String(position), [{ age: at }], who, what, target || '–', detail ? `${outcome}: ${detail}` : outcome]
}
