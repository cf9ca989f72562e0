import type { Containers } from '../../core/ports/containers.ts'
import type { View } from '../../core/ports/host.ts'
import { openSession, type Session } from './session.ts'

const endWithinMs = 1000

/** An open one keeps a channel of the line: where nobody works with it for so long, it is given back. */
const idleMs = 3000

interface Shared {
  session: Session
  users: number
  idle: NodeJS.Timeout | null
}

export interface Sessions {
  /** Of this container, opened where there is none; it stays open as long as somebody works with it. */
  with<Result>(container: string, act: (session: Session) => Promise<Result>): Promise<Result>
  /** One that nobody else has: what it locks is its own until it ends. */
  own(container: string): Session
  close(): Promise<void>
}

/** Sessions outlive the stage that opened them: they see by a view of their own. */
export function openSessions(containers: (view: View) => Pick<Containers, 'exec'>): Sessions {
  const closing = new AbortController()
  const exec = containers({ signal: closing.signal, pulse: () => {} })
  const shared = new Map<string, Shared>()
  const own = new Set<Session>()

  const leave = async (container: string, one: Shared): Promise<void> => {
    if (one.idle) clearTimeout(one.idle)
    if (shared.get(container) === one) shared.delete(container)
    await one.session.end()
  }
  const take = (container: string): Shared => {
    const found = shared.get(container)
    if (found && !found.session.ended()) return found
    const made: Shared = { session: openSession(exec, container), users: 0, idle: null }
    shared.set(container, made)
    return made
  }
  return {
    async with(container, act) {
      const one = take(container)
      if (one.idle) clearTimeout(one.idle)
      one.users += 1
      try {
        return await act(one.session)
      } finally {
        one.users -= 1
        if (one.users === 0) one.idle = setTimeout(() => void leave(container, one), idleMs).unref()
      }
    },
    own(container) {
      const session = openSession(exec, container)
      own.add(session)
      return session
    },
    async close() {
      const ends = [
        ...[...shared].map(([container, one]) => leave(container, one)),
        ...[...own].map((session) => session.end()),
      ]
      const late = setTimeout(() => closing.abort(), endWithinMs)
      await Promise.all(ends)
      clearTimeout(late)
    },
  }
}
