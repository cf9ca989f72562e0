import type { Container, Engine, Ran, RemoteHost } from '../../core/ports/host.ts'
import type { Practise } from '../../core/practice/call.ts'

/** A server that exists only in the store: every call is answered where the store is. */
export function practiceHost(stage: string, practise: Practise): RemoteHost {
  const forever = new AbortController().signal
  const ask = <Answer>(call: string, given: unknown, signal = forever) =>
    // The named boundary: who answers fills the same port.
    practise(stage, call, given, signal) as Promise<Answer>
  return {
    run: (command, { deadlineMs, signal }) => ask<Ran>('run', { command, deadlineMs }, signal),
    containers: {
      engine: () => ask<Engine>('containers.engine', null),
      list: () => ask<Container[]>('containers.list', null),
    },
    close: () => Promise.resolve(),
  }
}
