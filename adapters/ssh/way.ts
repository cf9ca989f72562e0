import type { Duplex } from 'node:stream'
import { Fault } from '../../core/error.ts'
import { untilAborted } from '../remote/reason.ts'

const openWithinMs = 3000

/**
 * To a port of a container. `refused`: nobody listens there. `no way`: the server's own network does not reach its
 * containers, as where the engine is not root's, or its sshd leads nobody there.
 */
export async function wayTo(opening: Promise<Duplex>, signal: AbortSignal): Promise<Duplex | 'refused' | 'no way'> {
  try {
    return await untilAborted(opening, AbortSignal.any([signal, AbortSignal.timeout(openWithinMs)]))
  } catch (error) {
    // One that opens after all is nobody's.
    opening.then(
      (late) => late.destroy(),
      () => {},
    )
    if (signal.aborted || (error instanceof Fault && error.transient)) throw error
    return error instanceof Error && /connection refused/i.test(error.message) ? 'refused' : 'no way'
  }
}
