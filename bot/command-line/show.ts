import { harmless } from '../presenter/harmless.ts'
import { plainCard } from '../presenter/plain.ts'
import type { Refused } from './send.ts'
import { isCard } from './shapes.ts'

export function show(card: unknown, url: string): string {
  if (!isCard(card)) return 'Done.'
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return plainCard(card, { now: Date.now(), timeZone, pageUrl: url })
}

export function showRefusal({ code, message, remedy, suggestions = [] }: Refused['error']): string {
  const meant = suggestions.map((one) => `  did you mean: ${one}`)
  return harmless([`✗ ${message} (${code})`, remedy, ...meant].join('\n'))
}
