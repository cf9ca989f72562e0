import type { EnvironmentKind } from '../access/level.ts'
import type { Binding } from '../channel/channel.ts'
import type { Origin } from '../operation/request.ts'
import type { Event, Told } from './event.ts'

/** What is behind a binding: its environment, if it is one's, and the servers that its project stands on. */
export interface Ground {
  kind: EnvironmentKind | null
  serverIds: readonly string[]
}

/** Whether a channel is told of an event. It is not, where the same was asked: people saw the answer there. */
export function hears(event: Event, binding: Binding, ground: Ground): boolean {
  if (!binding.events.includes(event.type) || askedThere(event, binding)) return false
  // A freeze of nobody's project is everybody's.
  if (event.projectId === null && event.type.startsWith('freeze.')) return inEnvironment(event, ground.kind)
  if (event.projectId === null) return ground.serverIds.includes(fact(event, 'serverId'))
  return event.projectId === binding.projectId && inEnvironment(event, ground.kind)
}

/** An event that names no environment is the whole project's. */
function inEnvironment(event: Event, kind: EnvironmentKind | null): boolean {
  const environment = fact(event, 'environment')
  const instance = fact(event, 'instance').split('/')
  if (kind === null || (environment === '' && instance.length < 3)) return true
  return environment === kind || instance[1] === kind
}

function askedThere(event: Event, { platform, team, channel }: Binding): boolean {
  const asked = facts(event)['asked']
  return asked === placeOf({ surface: platform, team, channel })
}

/** An event knows where it was asked for. */
export function askedIn(event: Told, origin: Origin): Told {
  return origin.channel === null ? event : { ...event, payload: { ...facts(event), asked: placeOf(origin) } }
}

/** One word for a channel, as it stands in an event. */
function placeOf({ surface, team, channel }: Pick<Origin, 'surface' | 'team' | 'channel'>): string {
  return [surface, team, channel ?? ''].join('/')
}

function facts(event: Pick<Event, 'payload'>): Readonly<Record<string, unknown>> {
  const { payload } = event
  return payload !== null && typeof payload === 'object' ? { ...payload } : {}
}

export function memberIdsOf(event: Pick<Event, 'payload'>): string[] {
  const ids = facts(event)['memberIds']
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
}

export function fact(event: Pick<Event, 'payload'>, name: string): string {
  const value = facts(event)[name]
  return typeof value === 'string' ? value : ''
}
