import type { Containers } from '../../core/ports/containers.ts'
import type { View } from '../../core/ports/host.ts'
import { openSession, type Session } from './session.ts'

const endWithinMs = 1000

/** An open one keeps a channel of the line: whoever is silent for so long gives it back. */
const idleMs = 3000

export interface Sessions {
  /** With the one of this container, opened where there is none; it stays for as long as somebody is at it. */
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

  const leave = async (container: string, one: Shared | undefined): Promise<void> => {
    if (!one) return
    clearTimeout(one.idle)
    if (shared.get(container) === one) shared.delete(container)
    await one.session.end()
  }
  const theOne = (container: string): Shared => {
    const found = shared.get(container)
    if (found && !found.session.ended()) return found
    void leave(container, found)
    const opened: Shared = { session: openSession(exec, container), users: 0, idle: undefined }
    shared.set(container, opened)
    return opened
  }
  return {
    async using(container, act) {
      const one = theOne(container)
      clearTimeout(one.idle)
      one.users += 1
      try {
        return await act(one.session)
      } finally {
        one.users -= 1
        // What it waits for in between, a long restore, is no silence.
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
