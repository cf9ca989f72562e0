import { afterEach, expect, test, vi } from 'vitest'
import { openSessions } from '../../../adapters/database/sessions.ts'
import type { Containers } from '../../../core/ports/containers.ts'

afterEach(() => void vi.useRealTimers())

/** A psql that hears what is written to it and ends with its input. */
function listening() {
  const heard: string[] = []
  const exec: Containers['exec'] = async (_container, { input }) => {
    if (typeof input === 'object' && 'on' in input) {
      for await (const chunk of input) heard.push(String(chunk))
    }
    return { code: 0, log: '' }
  }
  return { heard, exec }
}

test('a session stays for as long as somebody is at it, however long nothing is asked', async () => {
  vi.useFakeTimers()
  const { heard, exec } = listening()
  const sessions = openSessions(() => ({ exec }))
  let restored = () => {}
  const restoring = new Promise<void>((resolve) => {
    restored = resolve
  })
  const first = sessions.using('db', () => restoring)
  // Somebody else comes and goes meanwhile.
  await sessions.using('db', () => Promise.resolve())
  await vi.advanceTimersByTimeAsync(60_000)
  expect(heard.join('')).not.toContain('\\q')
  restored()
  await first
  await vi.advanceTimersByTimeAsync(2000)
  expect(heard.join('')).not.toContain('\\q')
  await vi.advanceTimersByTimeAsync(2000)
  expect(heard.join('')).toContain('\\q')
})
