import type { EnvironmentKind } from '../access/level.ts'
import { momentWords } from '../schedule/words.ts'
import type { Freeze } from './freeze.ts'

/** `every fri, sat from 16:00 to 07:00 (Europe/Berlin)`. */
export function windowWords({ window, zone }: Pick<Freeze, 'window' | 'zone'>): string {
  if ('once' in window) return `${momentWords(window.once.from, zone)} to ${momentWords(window.once.to, zone)}`
  const { days, from, to } = window.weekly
  const past = to <= from ? ' of the next day' : ''
  return `every ${days.join(', ')} from ${from} to ${to}${past} (${zone})`
}

export function whereWords(project: string | null, kind: EnvironmentKind | null): string {
  const place = project ?? 'the whole platform'
  return kind === null ? place : `${place}, ${kind}`
}
