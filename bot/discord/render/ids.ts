import { z } from 'zod'
import type { Press } from './buttons.ts'
import { limits } from './limits.ts'

/** Two more digits may stand before it, where a message has the same button more than once. */
const most = limits.customId - 2

const asks = z.object({
  does: z.enum(['ask', 'form']),
  operation: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  sure: z.string().optional(),
})

/** The id of a button that says by itself what it does; null where Discord does not carry so much. */
export function plainId(press: Press): string | null {
  if (press.does === 'page' || press.does === 'lines' || press.does === 'share' || press.sure !== undefined) return null
  const id = `${press.does}|${press.operation}|${JSON.stringify(press.arguments)}`
  return id.length <= most ? id : null
}

/** What stands with us is told by its key. */
export function keyedId(press: Press, key: string): string {
  if (press.does === 'page') return `page|${press.page}|${key}`
  return press.does === 'lines' || press.does === 'share' ? `${press.does}|${key}` : `kept|${key}`
}

export type PressedId =
  | { does: 'ask' | 'form'; operation: string; arguments: Record<string, unknown> }
  | { does: 'kept' | 'lines' | 'share' | 'open'; key: string }
  | { does: 'page'; page: number; key: string }

/** Null for an id that we never gave. */
export function readId(id: string): PressedId | null {
  const [does = '', first = '', ...rest] = id.replace(/^\d+/, '').split('|')
  if (does === 'kept' || does === 'lines' || does === 'share' || does === 'open') return { does, key: first }
  if (does === 'page') return { does, page: Number(first), key: rest.join('|') }
  if (does !== 'ask' && does !== 'form') return null
  const read = asks.safeParse({ does, operation: first, arguments: parsed(rest.join('|')) })
  return read.success ? { does, operation: read.data.operation, arguments: read.data.arguments } : null
}

export function asAsked(kept: unknown): Extract<Press, { operation: string }> | null {
  const read = asks.safeParse(kept)
  if (!read.success) return null
  const { sure, ...press } = read.data
  return { ...press, ...(sure === undefined ? {} : { sure }) }
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // Not an id of ours: the same as none.
    return null
  }
}
