import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { chance } from '../../adapters/chance.ts'
import { charts } from '../../adapters/chart/chart.ts'
import { MemoryQueue } from '../../adapters/queue/memory.ts'
import { openStore, type Place } from '../../adapters/store/open.ts'
import { openVault } from '../../adapters/vault/vault.ts'
import type { Scope } from '../../core/access/grant.ts'
import type { Level } from '../../core/access/level.ts'
import { Fault, type Told } from '../../core/error.ts'
import { Bell } from '../../core/event/bell.ts'
import type { House } from '../../core/house.ts'
import { grantLevel, memberBehind } from '../../core/member/person.ts'
import { ask, type Outcome } from '../../core/operation/ask.ts'
import type { Answer } from '../../core/operation/operation.ts'
import type { Origin, Who } from '../../core/operation/request.ts'
import { allOperations } from '../../core/operations.ts'
import { seed } from '../../core/platform/seed.ts'
import { Secret } from '../../core/secret.ts'

export type Person = Extract<Who, { by: 'identity' }>

interface Where {
  scope?: Scope
  scopeId?: string
}

export interface TestHouse extends House {
  /** The database file, for who wants to look behind the store. */
  file: string
  clock: { now(): number; forward(ms: number): void }
  /** Everything that was logged. */
  logged: { level: string; message: string; facts: Record<string, unknown> }[]
  /** Ids of jobs that the queue was told. */
  queued: string[]
  /** Somebody on Slack, with this level if one is given; on the platform unless said otherwise. */
  person(name: string, level?: Level, where?: Where): Promise<Person>
  outcome(who: Who, operation: string, given?: Record<string, unknown>, more?: Partial<Asked>): Promise<Outcome>
  /** The answer, or the Fault as thrown. */
  asks(who: Who, operation: string, given?: Record<string, unknown>, more?: Partial<Asked>): Promise<Answer>
  /** What is told to whoever is refused; fails if it was not refused. */
  refuses(who: Who, operation: string, given?: Record<string, unknown>, more?: Partial<Asked>): Promise<Told>
}

interface Asked {
  origin: Origin
  asText: boolean
}

const noHost = () => Promise.reject(new Error('no test of the unit layer reaches a host of repositories'))

export const channel: Origin = { surface: 'slack', team: 'T1', channel: 'C1', thread: null, link: null }

/**
 * A house on a real SQLite store in a temporary folder, gone with the test (or at another place).
 * Time stands still until it is moved.
 */
export async function testHouse(first: Partial<Parameters<typeof seed>[1]> = {}, place?: Place): Promise<TestHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'pilothouse-unit-'))
  const file = join(folder, 'pilothouse.sqlite')
  const store = await openStore(place ?? { sqliteFile: file })
  onTestFinished(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  let at = Date.UTC(2026, 0, 5, 12)
  const clock = {
    now: () => at,
    forward(ms: number) {
      at += ms
    },
  }
  const logged: TestHouse['logged'] = []
  const log = (level: string) => (facts: Record<string, unknown>, message: string) =>
    void logged.push({ level, message, facts })
  const queued: string[] = []
  const queue = new MemoryQueue()
  const house: House = {
    store,
    clock,
    chance: chance(clock),
    vault: openVault(new Secret(randomBytes(32).toString('base64'))),
    queue: {
      tell(jobId) {
        queued.push(jobId)
        queue.tell()
      },
      listen: (heard) => queue.listen(heard),
    },
    hostKeys: {
      offered: () => Promise.resolve({ fingerprint: `SHA256:${'A'.repeat(43)}`, kind: 'ssh-ed25519' }),
      generate: () => ({ publicKey: 'ssh-ed25519 AAAA pilothouse', privateKey: new Secret('a private key') }),
    },
    servers: {
      host: () => Promise.reject(new Error('no test of the unit layer reaches a server')),
      down: () => null,
      watch: () => {},
      close: () => Promise.resolve(),
    },
    git: {
      as: () => ({ find: noHost, between: noHost, contents: noHost }),
      close: () => Promise.resolve(),
    },
    resolvers: [],
    charts,
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    bell: new Bell(),
    operations: allOperations(),
    practiceSpeed: 1_000_000,
    pageUrl: 'http://page.test',
    command: '/odoo',
  }
  await seed(house, { admins: [], token: null, ...first })

  const outcome: TestHouse['outcome'] = (who, operation, given = {}, more = {}) =>
    ask(house, { operation, arguments: given, who, origin: channel, delivery: null, asText: false, ...more })

  return Object.assign(house, {
    file,
    clock,
    logged,
    queued,
    outcome,
    async person(name: string, level?: Level, { scope = 'platform', scopeId = '' }: Where = {}): Promise<Person> {
      const who: Person = { by: 'identity', platform: 'slack', team: 'T1', user: `U${name.toUpperCase()}`, name }
      if (!level) return who
      await store.write(async (rows) => {
        const member = await memberBehind(house, rows, who)
        await grantLevel(house, rows, member.id, scope, scopeId, level)
      })
      return who
    },
    asks: (async (...asked) => (await outcome(...asked)).answer) satisfies TestHouse['asks'],
    refuses: (async (...asked) => {
      try {
        await outcome(...asked)
      } catch (error) {
        if (error instanceof Fault) return error.told()
        throw error
      }
      throw new Error(`${asked[1]} was not refused`)
    }) satisfies TestHouse['refuses'],
  })
}
