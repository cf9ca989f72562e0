import { z } from 'zod'
import type { House } from '../../core/house.ts'
import { type Again, asAgain } from '../conversation/again.ts'
import { keptOf } from '../conversation/kept.ts'
import type { Typed } from '../grammar/read.ts'
import type { Arrived } from './arrived.ts'

/** What a button means. */
export type Meant =
  | { does: 'ask'; typed: Typed }
  | { does: 'form'; typed: Typed }
  | { does: 'turn'; again: Again; page: number; expanded: boolean }
  | { does: 'share'; again: Again }

const asks = z.object({ o: z.string(), a: z.record(z.string(), z.unknown()) })

/** Null for a button that we never drew, or that is too old. */
export async function pressed(
  house: House,
  { action, value }: Pick<Extract<Arrived, { kind: 'press' }>, 'action' | 'value'>,
): Promise<Meant | null> {
  const [does = '', what = ''] = action.split(':')
  if (does === 'do' || does === 'form') {
    const asked = asks.safeParse(parsed(value))
    if (!asked.success) return null
    const typed = { operation: asked.data.o, arguments: asked.data.a }
    return does === 'do' ? { does: 'ask', typed } : { does, typed }
  }
  if (does !== 'page' && does !== 'lines' && does !== 'share') return null
  const again = asAgain(await keptOf(house, 'slack', value))
  if (!again) return null
  if (does === 'share') return { does, again }
  return { does: 'turn', again, page: does === 'page' ? Number(what) : 0, expanded: does === 'lines' }
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // Not a value of ours: the same as none.
    return null
  }
}
