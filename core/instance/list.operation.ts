import { z } from 'zod'
import type { Text } from '../card/card.ts'
import { toneSymbols } from '../card/card.ts'
import { coded } from '../card/coded.ts'
import { afterArgument, more, pageOf } from '../card/paged.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { type InstanceFound, instanceCandidates } from '../reference/find.ts'
import { findPlace } from '../reference/place.ts'
import { instanceData, instancePath, instanceTones } from './instance.card.ts'

export const instanceList = operation({
  id: 'instance.list',
  summary: 'The instances that you may see',
  examples: ['instance list', 'instance list acme/staging', 'instance list acme --disabled'],
  arguments: {
    place: argument(z.string().trim().max(200).optional(), {
      label: 'Place',
      help: 'Only in this project or environment',
      completes: 'environment',
      positional: true,
    }),
    disabled: argument(z.boolean().default(false), { label: 'Disabled', help: 'Show those that are disabled too' }),
    after: afterArgument,
  },
  aim: onPlatform,
  least: 'member',
  async answer(asking, { place, disabled, after }) {
    const where = place ? await findPlace(asking, place, 'read') : null
    const all = (await instanceCandidates(asking))
      .filter(({ instance }) => disabled || instance.state !== 'disabled')
      .filter(({ project, environment }) => {
        if (!where) return project.state === 'active' || disabled
        return (
          project.id === where.row.project.id && (!where.row.environment || environment.id === where.row.environment.id)
        )
      })
      .sort((one, other) => instancePath(one).localeCompare(instancePath(other)))
    const page = pageOf(all, after, instancePath)
    return {
      card: {
        title: where ? `Instances of ${where.name}` : 'Instances',
        table: {
          columns: ['Instance', 'Version', 'State', 'Branch', 'Domain'],
          rows: page.items.map(row),
          empty: coded('No instances yet: `instance create` makes one'),
        },
        actions: more('instance.list', { place, disabled }, page.next),
        view: ['instance list', place].filter(Boolean).join(' '),
        words: ['instances', ...(where ? [where.name] : [])],
      },
      data: { instances: page.items.map(instanceData), total: all.length, next: page.next },
    }
  },
})

function row(found: InstanceFound): Text[] {
  const { version, state, branch, domain } = found.instance
  return [instancePath(found), version, `${toneSymbols[instanceTones[state]]} ${state}`, branch, domain ?? '–']
}
