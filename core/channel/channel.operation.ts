import { z } from 'zod'
import type { Card } from '../card/card.ts'
import { Fault } from '../error.ts'
import { isPlatform } from '../member/member.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { right } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import type { Aim } from '../operation/target.ts'
import { projectEvent } from '../project/event.ts'
import { environmentTarget, projectTarget } from '../reference/find.ts'
import { findPlace } from '../reference/place.ts'
import type { Binding } from './channel.ts'
import { channelEvents, toldAtFirst } from './events.ts'

export const channelBind = operation({
  id: 'channel.bind',
  summary: 'Let this channel belong to a project: short references work here, and its events are told here',
  examples: ['channel bind acme', 'channel bind acme/staging --events job.started,job.finished --here'],
  arguments: {
    place: argument(z.string().trim().min(1).max(200), {
      label: 'Project or environment',
      help: '`acme` or `acme/staging`',
      completes: 'environment',
      positional: true,
    }),
    events: argument(z.array(z.enum(channelEvents)).optional(), { label: 'Events', help: 'What is told here' }),
    here: argument(z.boolean().default(false), { label: 'Here', help: 'Answers stay in the channel for all to see' }),
  },
  aim: (asking, { place }, use) => findPlace(asking, place, use),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, asking, { events, here }, { row, name }) {
    const place = channelOf(asking)
    const before = await rows.binding.one(place)
    if (before && before.projectId !== row.project.id) await refuseForeign(asking, before)
    const patch = {
      projectId: row.project.id,
      environmentId: row.environment?.id ?? null,
      events: [...new Set(events ?? toldAtFirst)],
      here,
    }
    const binding: Binding = {
      id: before?.id ?? asking.house.chance.id(),
      ...place,
      createdAt: before?.createdAt ?? asking.now,
      ...patch,
    }
    if (before) await rows.binding.update({ id: before.id }, patch)
    else await rows.binding.insert(binding)
    rows.tell(projectEvent(row.project, 'channel.bound', { place: name, ...place, events: patch.events }))
    return { card: bindingCard(binding, name), data: bindingData(binding, name) }
  },
})

/** Of which project this channel is; whoever may not see that is told that there is nothing. */
const boundPlace: Aim<unknown, Binding> = async (asking) => {
  const { binding, reading } = asking
  const project = binding && (await reading.project.one({ id: binding.projectId }))
  if (!binding || !project) throw new Fault('not_bound')
  const environment = binding.environmentId ? await reading.environment.one({ id: binding.environmentId }) : null
  const target = environment ? environmentTarget({ project, environment }) : projectTarget(project)
  return { ...target, row: binding }
}

export const channelShow = operation({
  id: 'channel.show',
  summary: 'What this channel belongs to, and what is told here',
  examples: ['channel show'],
  arguments: {},
  aim: boundPlace,
  least: 'viewer',
  answer: (_asking, _values, { row, name }) =>
    Promise.resolve({ card: bindingCard(row, name), data: bindingData(row, name) }),
})

export const channelUnbind = operation({
  id: 'channel.unbind',
  summary: 'Let this channel belong to no project any more',
  examples: ['channel unbind'],
  arguments: {},
  aim: boundPlace,
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, _asking, _values, { row, name, ids }) {
    await rows.binding.remove({ id: row.id })
    rows.tell({
      type: 'channel.unbound',
      organizationId: ids.organizationId,
      projectId: ids.projectId,
      jobId: null,
      payload: { place: name, channel: row.channel },
    })
    return {
      card: { title: `This channel and ${name}`, tone: 'idle', state: 'not bound any more', words: [name, 'channel'] },
      data: { place: name, bound: false },
    }
  },
})

function channelOf({ origin }: Asking): Pick<Binding, 'platform' | 'team' | 'channel'> {
  const { surface, team, channel } = origin
  if (channel && isPlatform(surface)) return { platform: surface, team, channel }
  throw new Fault('state_forbids', {
    why: 'There is no channel here.',
    next: 'Ask in the channel that is to be bound.',
  })
}

/** Nobody takes over a channel of a project that is not theirs to configure. */
async function refuseForeign(asking: Asking, binding: Binding): Promise<void> {
  const project = await asking.reading.project.one({ id: binding.projectId })
  if (!project || right(asking, projectTarget(project).place, 'maintainer', 'channel.unbind').allowed) return
  throw new Fault('state_forbids', {
    why: 'This channel belongs to another project already.',
    next: 'Ask somebody who maintains that project for `channel unbind`.',
  })
}

function bindingCard({ events, here }: Binding, name: string): Card {
  return {
    title: `This channel belongs to ${name}`,
    tone: 'good',
    state: 'bound',
    fields: [
      { label: 'Told here', value: events.length > 0 ? events.join(', ') : 'nothing' },
      { label: 'Answers', value: here ? 'stay in the channel' : 'are seen by the asker alone' },
    ],
    actions: [
      { label: 'Unbind', operation: 'channel.unbind', arguments: {}, confirm: `Let it belong to ${name} no more?` },
    ],
    view: 'channel show',
    words: [name, 'channel'],
  }
}

function bindingData({ platform, team, channel, events, here }: Binding, name: string) {
  return { place: name, platform, team, channel, events, here }
}
