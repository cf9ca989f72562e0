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
  if (press.does === 'page' || press.does === 'lines' || press.does === 'share') return null
  const { does, operation, arguments: given, sure } = press
  const id = `${does}|${JSON.stringify(sure === undefined ? [operation, given] : [operation, given, sure])}`
  return id.length <= most ? id : null
}

/** What stands with us is told by its key. */
export function keyedId(press: Press, key: string): string {
  if (press.does === 'page') return `page|${press.page}|${key}`
  return press.does === 'lines' || press.does === 'share' ? `${press.does}|${key}` : `kept|${key}`
}

export type PressedId =
  | { does: 'asked'; press: AskedPress }
  | { does: 'kept' | 'lines' | 'share' | 'open'; key: string }
  | { does: 'page'; page: number; key: string }

export type AskedPress = Extract<Press, { operation: string }>

/** Null for an id that we never gave. */
export function readId(id: string): PressedId | null {
  const [does = '', first = '', ...rest] = id.replace(/^\d+/, '').split('|')
  if (does === 'kept' || does === 'lines' || does === 'share' || does === 'open') return { does, key: first }
  if (does === 'page') return { does, page: Number(first), key: rest.join('|') }
  const [operation, given, sure] = listed(parsed([first, ...rest].join('|')))
  const press = asAsked({ does, operation, arguments: given, ...(sure === undefined ? {} : { sure }) })
  return press && { does: 'asked', press }
}

/** A window's name: whether a message that stands for nothing but this form opened it. */
export type WindowKind = 'form' | 'onward'

export function isWindow(does: string): does is WindowKind {
  return does === 'form' || does === 'onward'
}

/** Carries on with a form that is begun. */
export function openId(key: string): string {
  return `open|${key}`
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function asAsked(kept: unknown): AskedPress | null {
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
