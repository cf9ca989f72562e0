import { z } from 'zod'
import { platformWide } from '../access/right.ts'
import { Fault } from '../error.ts'
import { proceed } from '../gate/proceed.ts'
import { argument } from '../operation/argument.ts'
import { type Asking, levelAt, whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { noIds, type Target } from '../operation/target.ts'
import type { Project } from '../project/project.ts'
import { projectTarget } from '../reference/find.ts'
import { freezeEvent } from './event.ts'
import type { Freeze } from './freeze.ts'
import { whereWords } from './words.ts'

interface Found {
  freeze: Freeze
  project: Project | null
}

export const freezeRemove = operation({
  id: 'freeze.remove',
  summary: 'Take a freeze away: what waited for its end goes on',
  examples: ['freeze remove 3'],
  arguments: {
    number: argument(z.coerce.number().int().positive(), {
      label: 'Number',
      help: 'As `freeze list` shows it',
      positional: true,
    }),
  },
  aim: (asking, { number }) => findFreeze(asking, number),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, { house, asker }, _values, { row: { freeze, project } }) {
    if ((await rows.freeze.remove({ id: freeze.id })) === 0) throw missing(freeze.number)
    rows.tell(freezeEvent(freeze, project, 'freeze.removed', whoName(asker)))
    const waiting = await rows.job.find(
      { state: 'pending', waitsFor: 'freeze', ...(project ? { projectId: project.id } : {}) },
      { order: ['number'] },
    )
    for (const job of waiting) await proceed(house, rows, job)
    const where = whereWords(project?.slug ?? null, freeze.kind)
    return {
      card: {
        title: `Freeze ${freeze.number} of ${where} is gone`,
        tone: 'good',
        state: 'removed',
        lines: [{ text: `It was there for: ${freeze.reason}` }],
        view: 'freeze list',
        words: ['freeze', where],
      },
      data: { number: freeze.number, removed: true },
    }
  },
})

async function findFreeze(asking: Asking, number: number): Promise<Target<Found>> {
  const { reading } = asking
  const freeze = await reading.freeze.one({ number })
  if (!freeze) throw missing(number)
  const name = `freeze ${number}`
  if (freeze.projectId === null) return { row: { freeze, project: null }, name, place: platformWide, ids: noIds }
  const project = await reading.project.one({ id: freeze.projectId })
  const target = project && projectTarget(project)
  if (!project || !target || levelAt(asking, target.place) === 'none') throw missing(number)
  return { ...target, name, row: { freeze, project } }
}

function missing(number: number): Fault {
  return new Fault('not_found', { what: 'freeze', name: String(number), list: 'freeze list' })
}
