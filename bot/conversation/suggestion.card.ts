import type { Action, Card } from '../../core/card/card.ts'
import type { Suggestion } from '../grammar/read.ts'

/** Nobody is left with a dead end: what was perhaps meant, ready to press. */
export function suggestionCard(text: string, suggestions: readonly Suggestion[]): Card {
  const actions: Action[] = suggestions.flatMap(({ text: meant, typed }) =>
    typed ? [{ label: meant, operation: typed.operation, arguments: typed.arguments }] : [],
  )
  return {
    title: `I do not know “${text}”`,
    tone: 'warning',
    state: 'unknown_operation',
    lines: suggestions.length > 0 ? [{ text: ['Did you mean ', { code: suggestions[0]?.text ?? '' }, '?'] }] : [],
    actions: [...actions, { label: 'Help', operation: 'help', arguments: {} }],
    words: ['unknown_operation'],
  }
}
