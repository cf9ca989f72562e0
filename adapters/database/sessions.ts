import type { Containers } from '../../core/ports/containers.ts'
import type { View } from '../../core/ports/host.ts'
import { openSession, type Session } from './session.ts'

const endWithinMs = 1000

/** An open one keeps a channel of the line: whoever is silent for so long gives it back. */
const idleMs = 3000

export interface Sessions {
  /** Of this container, opened where there is none. */
  of(container: string): Session
  /** One that nobody else has: what it locks is its own until it ends. */
  own(container: string): Session
  close(): Promise<void>
}

/** Sessions outlive the stage that opened them: they see by a view of their own. */
export function openSessions(containers: (view: View) => Pick<Containers, 'exec'>): Sessions {
  const closing = new AbortController()
  const exec = containers({ signal: closing.signal, pulse: () => {} })
  const shared = new Map<string, { session: Session; idle: NodeJS.Timeout }>()
  const own = new Set<Session>()

  const leave = async (container: string): Promise<void> => {
    const found = shared.get(container)
    if (!found) return
    clearTimeout(found.idle)
    shared.delete(container)
    await found.session.end()
  }
  return {
    of(container) {
      const found = shared.get(container)
      if (found && !found.session.ended()) {
        found.idle.refresh()
        return found.session
      }
      void leave(container)
      const session = openSession(exec, container)
      const idle = setTimeout(() => void leave(container), idleMs).unref()
      shared.set(container, { session, idle })
      return session
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
