import { z } from 'zod'
import { argument } from '../operation/argument.ts'
import type { Action } from './card.ts'

export const perPage = 20

export const afterArgument = argument(z.string().trim().max(200).optional(), {
  label: 'After',
  help: 'What comes behind this one',
})

/** A stretch of a long list: what comes behind `after`, and where the next one begins. */
export function pageOf<Item>(
  items: readonly Item[],
  after: string | undefined,
  keyOf: (item: Item) => string,
): { items: readonly Item[]; next: string | null } {
  const from = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1
  const page = items.slice(from, from + perPage)
  const last = page.at(-1)
  return { items: page, next: last && from + perPage < items.length ? keyOf(last) : null }
}

/** The button to the next stretch; none at the end. */
export function more(operation: string, given: Readonly<Record<string, unknown>>, next: string | null): Action[] {
  if (next === null) return []
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return [{ label: 'More', operation, arguments: { ...kept, after: next } }]
}
