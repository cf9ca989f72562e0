import { expect, onTestFinished, test, vi } from 'vitest'
import type { Complete } from '../../../bot/conversation/complete.ts'
import { Api } from '../../../bot/discord/api.ts'
import type { Way } from '../../../bot/discord/arrived.ts'
import { Conversation } from '../../../bot/discord/conversation.ts'
import { Roles } from '../../../bot/discord/roles.ts'
import { Suggestions } from '../../../bot/discord/suggestions.ts'
import { Grammar } from '../../../bot/grammar/read.ts'
import { complete } from '../../../core/reference/complete.ts'
import type { TestHouse } from '../house.ts'
import { withAcme } from '../project/acme.ts'
import { fill } from '../reference/filled.ts'

const guild = '200000000000000001'
const way = (user: string): Way => ({
  application: 'a',
  team: guild,
  user,
  userName: user,
  channel: 'c',
  thread: null,
  message: null,
  interaction: { id: 'i', token: 't' },
  mayDo: null,
  roles: [guild],
})

let house: TestHouse

function suggestions(by: Complete = complete): Suggestions {
  const roles = new Roles(house, new Api('none', 'http://127.0.0.1:1', new AbortController().signal))
  return new Suggestions(house, new Conversation(house, new Grammar(house.operations), roles), by)
}
const choices = (user: string, operation: string, argument: string, text: string, by?: Complete) =>
  suggestions(by).choices({ kind: 'suggestion', way: way(user), operation, argument, text })

test('in a store of thousands what begins so comes first, for whoever may see it', { timeout: 60_000 }, async () => {
  const acme = await withAcme()
  house = acme.house
  await fill(house, 1000)
  await house.asks(acme.admin, 'member.add', { member: `discord:${guild}/ada`, level: 'admin' })
  await house.asks(acme.admin, 'member.add', { member: `discord:${guild}/vera`, level: 'viewer', project: 'acme' })
  expect(await house.store.reading.instance.count()).toBeGreaterThan(5000)

  const found = await choices('ada', 'instance.deploy', 'instance', 'customer-0999')
  expect(found).toHaveLength(5)
  expect(found.every(({ value }) => value.startsWith('customer-0999/'))).toBe(true)
  const many = await choices('ada', 'instance.deploy', 'instance', 'customer')
  expect(many.length).toBeGreaterThan(10)
  expect(many.length).toBeLessThanOrEqual(25)
  expect(many.every(({ name, value }) => name.length <= 100 && value.length <= 100)).toBe(true)
  const projects = await choices('ada', 'project.show', 'project', 'customer-0500')
  expect(projects.map(({ value }) => value)).toEqual(['customer-0500'])
  const listed = await choices('ada', 'channel.bind', 'events', 'job.started,job.fin')
  expect(listed.map(({ value }) => value)).toContain('job.started,job.finished')

  const own = await choices('vera', 'instance.deploy', 'instance', '')
  expect(own.length).toBeGreaterThan(0)
  expect(own.every(({ value }) => value.startsWith('acme/'))).toBe(true)
  expect(await choices('vera', 'instance.deploy', 'instance', 'customer-0999')).toEqual([])
  expect(await choices('nobody', 'instance.deploy', 'instance', '')).toEqual([])
})

test('nothing is offered where finding takes longer than Discord waits', async () => {
  house = (await withAcme()).house
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const asked = choices('ada', 'instance.deploy', 'instance', 'a', () => new Promise(() => undefined))
  await vi.advanceTimersByTimeAsync(2400)
  expect(await asked).toEqual([])
})
