import { z } from 'zod'
import { mayDo } from '../access/may.ts'
import { platformWide } from '../access/right.ts'
import { organizationPlace, projectPlace, visibleOrganizations, visibleProjects } from '../access/visible.ts'
import type { Action, Line } from '../card/card.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { type Answer, argumentsOf, type Operation, operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { whatMatters } from './matters.rule.ts'
import { leastWords, operationCard } from './operation.card.ts'
import { situationOf } from './situation.ts'
import { topicOf } from './topic.ts'

const shown = 8

export const help = operation({
  id: 'help',
  summary: 'What matters here and now, or one operation in full',
  examples: ['help', 'help server add', 'help member'],
  arguments: {
    topic: argument(z.string().trim().max(100).optional(), {
      label: 'About',
      help: 'An operation or an area: `server add`, `server`',
      completes: 'operation',
      positional: true,
      rest: true,
    }),
  },
  aim: onPlatform,
  least: 'member',
  answer: (asking, { topic }) => (topic ? about(asking, topic) : hereAndNow(asking)),
})

async function about({ house }: Asking, text: string): Promise<Answer> {
  const topic = topicOf(text, house.operations.all())
  if ('operation' in topic) {
    const beside = house.operations.all().filter(({ id }) => id.startsWith(`${topic.operation.id}.`))
    return { card: operationCard(topic.operation, beside), data: operationData(topic.operation) }
  }
  if ('near' in topic && topic.near.length === 0) throw new Fault('unknown_operation', { text })
  const operations = 'area' in topic ? topic.operations : topic.near
  return {
    card: {
      title: 'area' in topic ? topic.area : `Nothing is called “${text}”; perhaps one of these`,
      table: {
        columns: ['Operation', 'What it does', 'Needs'],
        rows: operations.map((one) => [one.id.replaceAll('.', ' '), one.summary, leastWords(one.least)]),
        empty: '',
      },
      view: `help ${text}`,
      words: ['help', text],
    },
    data: { operations: operations.map(operationData) },
  }
}

/** Eight things for this person in this channel, each something that they may do. */
async function hereAndNow(asking: Asking): Promise<Answer> {
  const { house } = asking
  const may = await allowedAnywhere(asking)
  const hints = whatMatters(await situationOf(asking))
    .filter((hint) => may.has(hint.operation))
    .slice(0, shown)
  return {
    card: {
      title: 'What I can do for you here',
      lines: hints.map(({ text, why }): Line => ({ text: [{ typed: text }, ` – ${why}`] })),
      fields: [
        {
          label: 'More',
          value: [{ typed: 'help server' }, ' for an area, ', { typed: 'help server add' }, ' for one operation'],
        },
      ],
      actions: hints.flatMap(({ operation: id, text }) => runAction(house.operations.find(id), text)).slice(0, 3),
      view: 'help',
      words: ['help'],
    },
    data: { hints },
  }
}

/** A button for what needs nothing more and changes nothing. */
function runAction(found: Operation | undefined, text: string): Action[] {
  if (found?.kind !== 'read' || argumentsOf(found).some(({ required }) => required)) return []
  return text === found.id.replaceAll('.', ' ') ? [{ label: text, operation: found.id, arguments: {} }] : []
}

async function allowedAnywhere(asking: Asking): Promise<Set<string>> {
  const [projects, organizations] = await Promise.all([visibleProjects(asking), visibleOrganizations(asking)])
  const places = [platformWide, ...organizations.map(({ id }) => organizationPlace(id)), ...projects.map(projectPlace)]
  const all = asking.house.operations.all()
  return new Set(places.flatMap((place) => mayDo(all, asking.asker.standing, place).map((may) => may.operation.id)))
}

function operationData(one: Operation) {
  return {
    id: one.id,
    summary: one.summary,
    examples: one.examples,
    least: one.least,
    permission: one.permission,
    effects: one.effects,
    confirm: one.confirm,
    arguments: argumentsOf(one).map(({ name, facts, required }) => ({
      name,
      label: facts.label,
      help: facts.help ?? null,
      required,
      secret: facts.secret ?? false,
    })),
  }
}
