import { describe, expect, test } from 'vitest'
import { Grammar } from '../../bot/grammar/read.ts'
import { type Situation, whatMatters } from '../../core/help/matters.rule.ts'
import { topicOf } from '../../core/help/topic.ts'
import { allOperations } from '../../core/operations.ts'
import { type Person, type TestHouse, testHouse } from './house.ts'
import { project } from './places.ts'

interface Hints {
  hints: { operation: string; text: string }[]
}

async function hintsFor(house: TestHouse, who: Person): Promise<Hints['hints']> {
  return ((await house.asks(who, 'help')).data as Hints).hints
}

describe('help alone', () => {
  test('is eight things at most, each understood and allowed', async () => {
    const house = await testHouse()
    const grammar = new Grammar(house.operations)
    const acme = await project(house, 'acme', { environments: ['staging'] })
    const people = [
      await house.person('admin', 'admin'),
      await house.person('max', 'maintainer', { scope: 'project', scopeId: acme }),
      await house.person('vera', 'viewer', { scope: 'project', scopeId: acme }),
    ]
    for (const who of people) {
      const hints = await hintsFor(house, who)
      expect(hints.length).toBeGreaterThan(3)
      expect(hints.length).toBeLessThanOrEqual(8)
      for (const { operation, text } of hints) {
        const read = grammar.read(text)
        expect('understood' in read && read.understood.operation).toBe(operation)
      }
    }
    const [admin, , vera] = people
    if (!admin || !vera) throw new Error('nobody is there')
    expect((await hintsFor(house, admin)).map(({ operation }) => operation)).toContain('server.add')
    const forVera = (await hintsFor(house, vera)).map(({ operation }) => operation)
    for (const beyond of ['server.add', 'audit.list', 'member.add', 'platform.configure']) {
      expect(forVera).not.toContain(beyond)
    }
  })

  test('changes with what there is', async () => {
    const house = await testHouse()
    const admin = await house.person('admin', 'admin')
    expect((await hintsFor(house, admin))[0]?.operation).toBe('server.add')
    await house.asks(admin, 'server.add', { name: 'box1', host: '192.0.2.7' })
    expect((await hintsFor(house, admin))[0]).toMatchObject({ text: 'server show box1' })
  })

  const empty: Situation = {
    level: 'developer',
    servers: 1,
    unconfirmed: null,
    projects: ['acme'],
    bound: null,
    instance: null,
    jobs: 0,
    people: 5,
  }
  const firstOf = (more: Partial<Situation>) => whatMatters({ ...empty, ...more })[0]?.text

  test('begins with what waits', () => {
    expect(firstOf({ servers: 0, projects: [] })).toBe('server add box1 --host 192.0.2.7')
    expect(firstOf({ projects: [] })).toBe('project create')
    expect(firstOf({ jobs: 2, instance: 'acme/staging' })).toBe('job list')
    expect(firstOf({ instance: 'acme/staging' })).toBe('deploy acme/staging')
    expect(firstOf({})).toBe('overview')
    expect(whatMatters({ ...empty, bound: 'acme' }).map(({ operation }) => operation)).not.toContain('channel.bind')
  })
})

describe('help for something', () => {
  const all = allOperations().all()
  const named = (text: string) => {
    const topic = topicOf(text, all)
    if ('operation' in topic) return topic.operation.id
    return 'area' in topic ? `${topic.area}: ${topic.operations.length}` : topic.near.map(({ id }) => id)
  }

  test('knows operations as they are typed, areas, and what is near', () => {
    expect(named('server add')).toBe('server.add')
    expect(named(' Server.Add ')).toBe('server.add')
    expect(named('whoami')).toBe('me')
    expect(named('server')).toMatch(/^server: \d+$/)
    expect(named('add a server please')).toContain('server.add')
    expect(named('weather')).toEqual([])
  })

  test('tells one operation in full', async () => {
    const house = await testHouse()
    const vera = await house.person('vera', 'viewer')
    const { card, data } = await house.asks(vera, 'help', { topic: 'organization remove' })
    expect(card.title).toBe('organization remove')
    expect(card.fields).toEqual(
      expect.arrayContaining([
        { label: 'Needs', value: 'Admin' },
        { label: 'Touches', value: 'settings, people' },
        { label: 'Confirmed', value: 'by typing a word' },
      ]),
    )
    expect(card.table?.rows.map(([name]) => name)).toEqual(['organization', '--confirm'])
    expect(data).toMatchObject({ id: 'organization.remove', examples: ['organization remove globex'] })
    const area = await house.asks(vera, 'help', { topic: 'token' })
    expect(area.card.table?.rows).toHaveLength(4)
    expect((await house.refuses(vera, 'help', { topic: 'weather' })).code).toBe('unknown_operation')
  })

  test('shows no raw backticks, and a yes-or-no flag as it is typed', async () => {
    const house = await testHouse()
    const vera = await house.person('vera', 'viewer')
    for (const { id } of house.operations.all()) {
      const { card } = await house.asks(vera, 'help', { topic: id.replaceAll('.', ' ') })
      expect(JSON.stringify(card), id).not.toContain('`')
    }
    const { card } = await house.asks(vera, 'help', { topic: 'job list' })
    expect(JSON.stringify(card.lines)).toContain('[--stuck]')
  })

  test('every example is understood, with the command before it too', async () => {
    const house = await testHouse()
    const grammar = new Grammar(house.operations)
    for (const { id, examples } of all) {
      for (const example of examples) {
        for (const text of [example, `/odoo ${example}`]) {
          const read = grammar.read(text)
          expect('understood' in read && read.understood.operation, text).toBe(id)
        }
      }
    }
  })
})
