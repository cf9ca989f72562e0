import type { Containers } from '../../core/ports/containers.ts'
import type { View } from '../../core/ports/host.ts'
import { openSession, type Session } from './session.ts'

const endWithinMs = 1000

/** An open one keeps a channel of the line: whoever is silent for so long gives it back. */
const idleMs = 3000

export interface Sessions {
  /** Has it of this container, opened where there is none; it stays open at least as long as somebody uses it. */
  using<Result>(container: string, act: (session: Session) => Promise<Result>): Promise<Result>
  /** One that nobody else has: what it locks is its own until it ends. */
  own(container: string): Session
  close(): Promise<void>
}

interface Shared {
  session: Session
  users: number
  idle: NodeJS.Timeout | undefined
}

/** Sessions outlive the stage that opened them: they see by a view of their own. */
export function openSessions(containers: (view: View) => Pick<Containers, 'exec'>): Sessions {
  const closing = new AbortController()
  const exec = containers({ signal: closing.signal, pulse: () => {} })
  const shared = new Map<string, Shared>()
  const own = new Set<Session>()

  const leave = async (container: string): Promise<void> => {
    const found = shared.get(container)
    if (!found) return
    clearTimeout(found.idle)
    shared.delete(container)
    await found.session.end()
  }
  const has = (container: string): Shared => {
    const found = shared.get(container)
    if (found && !found.session.ended()) return found
    void leave(container)
    const opened = { session: openSession(exec, container), users: 0, idle: undefined }
    shared.set(container, opened)
    return opened
  }
  return {
    async using(container, act) {
      const one = has(container)
      clearTimeout(one.idle)
      one.users += 1
      try {
        return await act(one.session)
      } finally {
        one.users -= 1
        if (one.users === 0 && shared.get(container) === one)
          one.idle = setTimeout(() => void leave(container), idleMs).unref()
      }
    },
    own(container) {
      const session = openSession(exec, container)
      own.add(session)
      return session
    },
    async close() {
      const ends = [...[...shared.keys()].map(leave), ...[...own].map((session) => session.end())]
      const late = setTimeout(() => closing.abort(), endWithinMs)
      await Promise.all(ends)
      clearTimeout(late)
    },
  }
}
