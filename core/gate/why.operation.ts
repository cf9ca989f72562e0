import { z } from 'zod'
import type { Action, Line } from '../card/card.ts'
import { coded } from '../card/coded.ts'
import { Fault } from '../error.ts'
import { lockActions } from '../lock/actions.ts'
import { argument } from '../operation/argument.ts'
import { type Asking, right } from '../operation/asking.ts'
import { type Operation, operation } from '../operation/operation.ts'
import type { Plan } from '../operation/plan.ts'
import type { Target } from '../operation/target.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance, type InstanceFound } from '../reference/find.ts'
import { circumstancesOf } from './circumstances.ts'
import { type Judgement, judged, type Reason } from './gate.ts'

const passWords: Record<Reason, string> = {
  right: 'You have the right',
  server: 'The server is trusted and well',
  quota: 'The project has room for another job',
  order: 'Staging is not asked for first, or was',
  lock: 'Nobody else has locked it',
  running_job: 'No other job is at work there',
  freeze: 'Nothing is frozen now',
  approval: 'Nobody else has to say yes',
}

export const why = operation({
  id: 'why',
  summary: 'What stands in the way of a change of an instance, gate by gate, and what to do about it',
  examples: ['why acme/production/v19', 'why acme/staging --operation instance.deploy'],
  arguments: {
    instance: instanceArgument,
    operation: argument(z.string().trim().max(60).default('instance.deploy'), {
      label: 'Operation',
      help: 'What you would ask for; a deploy unless named',
      completes: 'operation',
    }),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'viewer',
  async answer(asking, { operation: named }, target) {
    const about = operationNamed(asking, named)
    const judgements = await judgementsOf(asking, about, target)
    const held = judgements.filter(({ verdict }) => verdict.does !== 'proceed')
    const words = about.id.replaceAll('.', ' ')
    const refused = held.some(({ verdict }) => verdict.does === 'refuse')
    return {
      card: {
        title: `${words} ${target.name}: ${held.length === 0 ? 'nothing is in the way' : refused ? 'not now' : 'it would wait'}`,
        tone: held.length === 0 ? 'good' : refused ? 'bad' : 'waiting',
        state: held.length === 0 ? 'free' : held.map(({ reason }) => reason).join(', '),
        lines: [...held, ...judgements.filter((one) => !held.includes(one))].flatMap(linesOf),
        actions: actionsOf(held, target.name),
        view: `why ${target.name}`,
        words: [target.name, 'why', ...held.map(({ reason }) => reason)],
      },
      data: { operation: about.id, instance: target.name, gates: judgements.map(dataOf) },
    }
  },
})

function operationNamed({ house }: Asking, named: string): Operation {
  const words = named.trim().replaceAll(' ', '.')
  const found = house.operations.find(words) ?? house.operations.find(`instance.${words}`)
  if (!found) throw new Fault('unknown_operation', { text: named })
  return found
}

/** As if it were asked for now; what only a plan knows, like the commit, is not looked at. */
async function judgementsOf(asking: Asking, about: Operation, target: Target<InstanceFound>): Promise<Judgement[]> {
  const { instance, environment } = target.row
  const server = environment.serverId ? [`server:${environment.serverId}`] : []
  const plan: Plan = {
    operation: about.id,
    target: target.name,
    effects: [...about.effects],
    environmentKind: target.place.environmentKind,
    lines: [],
    pipeline: about.kind === 'work' ? about.id : null,
    input: null,
    holds: about.kind === 'work' ? [`instance:${instance.id}`, ...server] : [],
    outlook: null,
    basis: null,
  }
  const { member } = asking.asker
  const circumstances = await circumstancesOf(asking.reading, asking.now, {
    plan,
    ids: target.ids,
    place: target.place,
    memberId: member?.id ?? null,
    automatic: member?.automatic ?? false,
    operation: about,
    decision: right(asking, target.place, about.least, about.permission),
    wait: false,
    unlock: false,
    emergency: null,
    approved: false,
    jobId: null,
  })
  return judged(plan, circumstances)
}

function linesOf({ reason, verdict }: Judgement): Line[] {
  if (verdict.does === 'proceed') return [{ tone: 'good', text: passWords[reason] }]
  const { message, remedy } = new Fault(verdict.code, verdict.facts).told()
  return [{ tone: verdict.does === 'hold' ? 'waiting' : 'bad', text: message, note: coded(remedy) }]
}

function actionsOf(held: readonly Judgement[], instance: string): Action[] {
  return held.flatMap(({ verdict }): Action[] => {
    if (verdict.does === 'proceed') return []
    if (verdict.code === 'locked') return lockActions(instance)
    const { operation: remedy } = new Fault(verdict.code, verdict.facts).told()
    if (remedy === null || remedy.includes('…')) return []
    const label = remedy.charAt(0).toUpperCase() + remedy.slice(1)
    return [{ label, operation: remedy.replaceAll(' ', '.'), arguments: {} }]
  })
}

function dataOf({ reason, verdict }: Judgement) {
  if (verdict.does === 'proceed') return { reason, passes: true, code: null, message: null, remedy: null, until: null }
  const { code, message, remedy } = new Fault(verdict.code, verdict.facts).told()
  const until = verdict.does === 'hold' ? verdict.until : null
  return { reason, passes: false, does: verdict.does, code, message, remedy, until }
}
