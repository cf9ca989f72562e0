import { expect, test } from 'vitest'
import type { Binding } from '../../../core/channel/channel.ts'
import { askedIn, type Ground, hears } from '../../../core/event/audience.rule.ts'
import type { Event } from '../../../core/event/event.ts'

const binding: Binding = {
  id: 'b',
  platform: 'slack',
  team: 'T1',
  channel: 'C1',
  projectId: 'acme',
  environmentId: null,
  events: ['instance.sized', 'environment.created', 'server.key_changed'],
  here: false,
  createdAt: 0,
}
const whole: Ground = { kind: null, serverIds: ['box1'] }
const staging: Ground = { kind: 'staging', serverIds: ['box1'] }

function event(type: string, payload: Record<string, unknown>, projectId: string | null = 'acme'): Event {
  return { position: 1, type, version: 1, organizationId: 'o', projectId, jobId: null, payload, at: 0 }
}

test('a channel hears what it wants to hear, of its own project', () => {
  const sized = event('instance.sized', { instance: 'acme/staging/v19' })
  expect(hears(sized, binding, whole)).toBe(true)
  expect(hears({ ...sized, projectId: 'other' }, binding, whole)).toBe(false)
  expect(hears(sized, { ...binding, events: [] }, whole)).toBe(false)
})

test('the channel of one environment hears nothing of the others', () => {
  expect(hears(event('instance.sized', { instance: 'acme/staging/v19' }), binding, staging)).toBe(true)
  expect(hears(event('instance.sized', { instance: 'acme/production/v19' }), binding, staging)).toBe(false)
  expect(hears(event('environment.created', { environment: 'production' }), binding, staging)).toBe(false)
})

test('a changed host key is heard wherever a project stands on that server', () => {
  expect(hears(event('server.key_changed', { serverId: 'box1' }, null), binding, staging)).toBe(true)
  expect(hears(event('server.key_changed', { serverId: 'box2' }, null), binding, staging)).toBe(false)
})

test('where it was asked nobody is told twice', () => {
  const origin = { surface: 'slack', team: 'T1', channel: 'C1', thread: null, link: null } as const
  const told = askedIn(event('instance.sized', { instance: 'acme/staging/v19' }), origin)
  expect(hears({ ...event('', {}), ...told }, binding, whole)).toBe(false)
  expect(hears({ ...event('', {}), ...told }, { ...binding, channel: 'C2' }, whole)).toBe(true)
})
