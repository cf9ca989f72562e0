import type { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { openSessions } from '../../../adapters/database/sessions.ts'
import { sql } from '../../../adapters/database/sql.ts'
import type { Exec } from '../../../core/ports/containers.ts'

/** psql as far as it matters here: answers what it is asked as slowly as it is told, and ends where it is told to. */
function slowPsql(answersAfterMs: number) {
  const opened: string[] = []
  async function exec(name: string, { input, output }: Exec) {
    opened.push(name)
    for await (const chunk of input ?? []) {
      const text = String(chunk)
      if (text.includes('\\q')) break
      const mark = /\\echo '(\w+)!'/.exec(text)?.[1]
      await pause(answersAfterMs)
      ;(output as Writable).write(`${mark}=1\n${mark}! false 00000 \n${mark}.\n`)
    }
    return { code: 0, log: '' }
  }
  return { opened, containers: { exec } }
}

test('a session is left when nobody has used it for a while, and never under somebody who does', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { opened, containers } = slowPsql(1)
    const sessions = openSessions(() => containers)
    const asked = sql`SELECT 1`
    const answers = await sessions.using('db', async (session) => {
      const first = await session.ask(null, asked)
      // A machine with much to do.
      await vi.advanceTimersByTimeAsync(10_000)
      return [first, await session.ask(null, asked)]
    })
    expect(answers).toEqual([[1], [1]])
    await sessions.using('db', (session) => session.ask(null, asked))
    expect(opened).toEqual(['db'])
    await vi.advanceTimersByTimeAsync(10_000)
    await sessions.using('db', (session) => session.ask(null, asked))
    expect(opened).toEqual(['db', 'db'])
    await sessions.close()
  } finally {
    vi.useRealTimers()
  }
})
