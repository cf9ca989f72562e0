import type { Containers } from '../../core/ports/containers.ts'
import type { View } from '../../core/ports/host.ts'
import { openSession, type Session } from './session.ts'

/** An open one keeps a channel of the line: whoever is silent for so long gives it back. */
const idleMs = 3000

export interface Sessions {
  /** Of this container, opened where there is none. */
  of(container: string): Session
  /** One that nobody else has: what it locks is its own until it ends. */
  own(container: string): Session
  /** Nothing of ours is open there any more. */
  leave(container: string): void
  close(): void
}

/** Sessions outlive the stage that opened them: they see by a view of their own. */
export function openSessions(containers: (view: View) => Pick<Containers, 'exec'>): Sessions {
  const closing = new AbortController()
  const exec = containers({ signal: closing.signal, pulse: () => {} })
  const shared = new Map<string, { session: Session; idle: NodeJS.Timeout }>()
  const own = new Set<Session>()

  const leave = (container: string) => {
    const found = shared.get(container)
    if (!found) return
    clearTimeout(found.idle)
    shared.delete(container)
    found.session.end()
  }
  return {
    of(container) {
      const found = shared.get(container)
      if (found && !found.session.ended()) {
        found.idle.refresh()
        return found.session
      }
      leave(container)
      const session = openSession(exec, container)
      const idle = setTimeout(() => leave(container), idleMs).unref()
      shared.set(container, { session, idle })
      return session
    },
    own(container) {
      const session = openSession(exec, container)
      own.add(session)
      return session
    },
    leave,
    close() {
      for (const container of [...shared.keys()]) leave(container)
      for (const session of own) session.end()
      closing.abort()
    },
  }
}
