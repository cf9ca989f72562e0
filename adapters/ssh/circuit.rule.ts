import type { Down } from '../../core/ports/host.ts'

/** One refusal may be chance; more of them in a row are a server that is down. */
const opensAfter = 2
const restMs = { first: 1000, most: 60_000 }

/** How a server has answered of late. Open: nobody waits for it any more, until it was seen to answer. */
export interface Circuit {
  failures: number
  down: Down | null
}

export const closed: Circuit = { failures: 0, down: null }

export function failed(circuit: Circuit, why: string, now: number): Circuit {
  const failures = circuit.failures + 1
  return { failures, down: circuit.down ?? (failures >= opensAfter ? { since: now, why } : null) }
}

/** How long it is left alone before it is tried again. */
export function restOf({ failures }: Circuit): number {
  return Math.min(restMs.most, restMs.first * 2 ** Math.max(0, failures - 1))
}
