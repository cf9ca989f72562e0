import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keptServers } from '../../../adapters/ssh/servers.ts'
import { Fault } from '../../../core/error.ts'
import type { Connection, Hosts, RemoteHost } from '../../../core/ports/host.ts'
import { Secret } from '../../../core/secret.ts'
import { address, equipment } from '../job/pipeline.ts'

/** A server that can be taken away. */
class Wire {
  up = true
  refusal: Fault = new Fault('server_unreachable', { server: 'box1', why: 'no route' }, { transient: true })
  connects = 0
  closed = 0
  #dropped: (() => void)[] = []

  readonly hosts: Hosts = {
    connect: () => {
      this.connects += 1
      if (!this.up) return Promise.reject(this.refusal)
      const connection: Connection = {
        host: () => ({}) as RemoteHost,
        quiet: () => Promise.resolve(),
        end: () => Promise.resolve(),
        whenDropped: (heard) => void this.#dropped.push(heard),
        close: () => {
          this.closed += 1
          return Promise.resolve()
        },
      }
      return Promise.resolve(connection)
    },
  }

  goes(): void {
    this.up = false
    for (const heard of this.#dropped) heard()
    this.#dropped = []
  }
}

const view = () => ({ signal: new AbortController().signal, pulse: () => {} })

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})
afterEach(() => vi.restoreAllMocks())

function kept() {
  const wire = new Wire()
  const servers = keptServers(() => Promise.resolve(wire.hosts))
  const said: string[] = []
  servers.watch((id, down) => said.push(`${id} ${down ? 'down' : 'there'}`))
  const ask = () =>
    servers.host('s1', address, equipment, view()).then(
      () => 'there',
      (error: unknown) => (error instanceof Fault ? error.code : String(error)),
    )
  return { wire, servers, said, ask }
}

test('one line is made for all who ask, and kept', async () => {
  const { wire, ask, said } = kept()
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['there', 'there', 'there'])
  expect(wire.connects).toBe(1)
  expect(said).toEqual(['s1 there'])
})

test('a server that goes is said once, answered for at once while it is away, and said once when it is back', async () => {
  const { wire, servers, ask, said } = kept()
  await ask()
  wire.goes()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(said).toEqual(['s1 there', 's1 down'])
  const before = wire.connects
  expect(await Promise.all([ask(), ask()])).toEqual(['server_down', 'server_down'])
  expect(wire.connects).toBe(before)
  expect(servers.down('s1')?.why).toContain('no route')
  await vi.advanceTimersByTimeAsync(300_000)
  expect(said).toEqual(['s1 there', 's1 down'])
  wire.up = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(said).toEqual(['s1 there', 's1 down', 's1 there'])
  expect(servers.down('s1')).toBeNull()
  expect(await ask()).toBe('there')
})

test('a line that drops and is made anew at once is nobody’s news', async () => {
  const { wire, ask, said } = kept()
  await ask()
  wire.goes()
  wire.up = true
  await vi.advanceTimersByTimeAsync(10)
  expect(wire.connects).toBe(2)
  expect(wire.closed).toBe(1)
  expect(said).toEqual(['s1 there'])
})

test('it is tried less and less often, not at all once nobody asks any more, and again for whoever asks then', async () => {
  const { wire, ask, said } = kept()
  wire.up = false
  expect(await ask()).toBe('server_unreachable')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(wire.connects).toBeLessThan(9)
  await vi.advanceTimersByTimeAsync(25 * 60 * 60_000)
  const before = wire.connects
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  expect(wire.connects).toBe(before)
  // One try for all who ask; it stays away, so the next one comes later.
  expect(await Promise.all([ask(), ask()])).toEqual(['server_down', 'server_down'])
  await vi.advanceTimersByTimeAsync(1)
  expect(wire.connects).toBe(before + 1)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(wire.connects).toBe(before + 3)
  wire.up = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(said).toEqual(['s1 down', 's1 there'])
  expect(await ask()).toBe('there')
})

test('a key that is refused or another one is no server that is down', async () => {
  const { wire, ask, said } = kept()
  wire.up = false
  wire.refusal = new Fault('server_login_refused', { server: 'box1', user: 'root' })
  expect([await ask(), await ask(), await ask()]).toEqual(Array(3).fill('server_login_refused'))
  expect(said).toEqual([])
})

test('another address, key or setting is another line', async () => {
  const { wire, servers } = kept()
  await servers.host('s1', address, equipment, view())
  await servers.host('s1', { ...address, privateKey: new Secret('another') }, equipment, view())
  await servers.host('s1', address, { ...equipment, place: { base: '/srv', prefix: 'x' } }, view())
  expect(wire.connects).toBe(3)
  await vi.advanceTimersByTimeAsync(1)
  expect(wire.closed).toBe(2)
})
