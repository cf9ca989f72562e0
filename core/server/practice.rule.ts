import { Fault } from '../error.ts'
import type { Server } from './server.ts'

/** A practice server exists only in the store: for looking around and learning, without a machine. */
export function isPractice(server: Pick<Server, 'trust'>): boolean {
  return server.trust === 'practice'
}

/** Nothing connects to a machine that is not there, and nothing pretends to. */
export function refusePractice(server: Pick<Server, 'trust' | 'name'>): void {
  if (isPractice(server)) throw new Fault('practice_server', { server: server.name })
}
