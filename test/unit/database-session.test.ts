import { once } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSessions } from '../../adapters/database/sessions.ts'
import type { Exec } from '../../core/ports/containers.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A psql that is told to leave and does. */
function engine() {
  const begun: Exec[] = []
  const exec = async (_name: string, one: Exec) => {
    begun.push(one)
    one.input?.resume()
    if (one.input) await once(one.input, 'end')
    return { code: 0, log: '' }
  }
  return { begun, sessions: openSessions(() => ({ exec })) }
}

test('a session stays open while somebody works with it, however long that takes, and a while after', async () => {
  const { begun, sessions } = engine()
  await sessions.using('db', async (session) => {
    await vi.advanceTimersByTimeAsync(60_000)
    expect(session.ended()).toBe(false)
  })
  await sessions.using('db', async (session) => {
    await vi.advanceTimersByTimeAsync(2000)
    // Another one who is done sooner does not end it for who is not.
    await sessions.using('db', () => Promise.resolve())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(session.ended()).toBe(false)
  })
  expect(begun).toHaveLength(1)
})

test('one that nobody works with is given back, and another one opened when it is wanted', async () => {
  const { begun, sessions } = engine()
  const first = await sessions.using('db', (session) => Promise.resolve(session))
  await vi.advanceTimersByTimeAsync(3000)
  await vi.waitFor(() => expect(first.ended()).toBe(true))
  const second = await sessions.using('db', (session) => Promise.resolve(session))
  expect(second).not.toBe(first)
  expect(begun).toHaveLength(2)
})
