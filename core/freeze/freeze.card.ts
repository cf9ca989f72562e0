import type { Card } from '../card/card.ts'
import type { Freeze } from './freeze.ts'
import { activeUntil } from './window.rule.ts'
import { whereWords, windowWords } from './words.ts'

export function freezeCard(freeze: Freeze, project: string | null, by: string, now: number): Card {
  const until = activeUntil(freeze, now)
  const where = whereWords(project, freeze.kind)
  return {
    title: `Freeze ${freeze.number} of ${where}`,
    tone: until === null ? 'idle' : 'waiting',
    state: until === null ? 'not now' : 'frozen now',
    fields: [
      { label: 'When', value: windowWords(freeze) },
      ...(until === null ? [] : [{ label: 'Ends', value: [{ time: until }] }]),
      { label: 'Reason', value: freeze.reason },
      { label: 'By', value: by },
    ],
    actions: [
      {
        label: 'Remove',
        operation: 'freeze.remove',
        arguments: { number: freeze.number },
        style: 'danger',
        confirm: `Remove freeze ${freeze.number} of ${where}?`,
      },
    ],
    view: 'freeze list',
    words: ['freeze', where],
  }
}

export function freezeData(freeze: Freeze, project: string | null, now: number) {
  const { number, kind, zone, window, reason, createdAt } = freeze
  return {
    number,
    project,
    environment: kind,
    zone,
    ...window,
    reason,
    active_until: activeUntil(freeze, now),
    created_at: createdAt,
  }
}
