import { expect, test, vi } from 'vitest'
import { Readiness } from '../../../bot/http/readiness.ts'

test('is closed while it starts and while it stops', async () => {
  const readiness = new Readiness()
  readiness.add('store', () => null)
  expect(readiness.closed).toBe('I am starting')
  expect(await readiness.wrong()).toEqual({ process: 'starting' })
  readiness.up()
  expect(readiness.closed).toBeNull()
  expect(await readiness.wrong()).toEqual({})
  readiness.stopping()
  expect(readiness.closed).toBe('I am stopping')
  expect(await readiness.wrong()).toEqual({ process: 'stopping' })
})

test('names what is wrong, and tells strangers nothing of why', async () => {
  const readiness = new Readiness()
  readiness.up()
  readiness.add('slack', () => 'the socket is down')
  readiness.add('store', () => Promise.reject(new Error('password of the database')))
  readiness.add('page', () => null)
  expect(await readiness.wrong()).toEqual({ slack: 'the socket is down', store: 'fails' })
})

test('does not wait for ever', async () => {
  vi.useFakeTimers()
  try {
    const readiness = new Readiness()
    readiness.up()
    readiness.add('store', () => new Promise(() => undefined))
    const wrong = readiness.wrong()
    await vi.advanceTimersByTimeAsync(2000)
    expect(await wrong).toEqual({ store: 'does not answer' })
  } finally {
    vi.useRealTimers()
  }
})
