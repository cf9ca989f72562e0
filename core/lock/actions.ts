import type { Action } from '../card/card.ts'

/** What somebody can do who meets a lock. */
export function lockActions(instance: string): Action[] {
  const given = { instance }
  return [
    { label: 'Tell me when free', operation: 'lock.tell', arguments: given, style: 'primary' },
    { label: 'Ask for it', operation: 'lock.ask', arguments: given },
    { label: 'Take over', operation: 'lock.take', arguments: given, style: 'danger', form: true },
  ]
}
