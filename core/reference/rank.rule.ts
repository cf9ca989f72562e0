import { fits } from './match.rule.ts'

export interface Completion {
  value: string
  label: string
}

export function completion(value: string, label: string = value): Completion {
  return { value, label }
}

/** What fits what was typed, the best first: the whole, its beginning, a part's beginning, letters in order, a label. */
export function ranked(found: readonly Completion[], typed: string): Completion[] {
  const text = typed.trim().toLowerCase().replace(/^#/, '')
  if (text === '') return [...found]
  return found
    .map((one, index) => ({ one, index, worth: worthOf(one, text) }))
    .filter(({ worth }) => worth > 0)
    .sort((left, right) => right.worth - left.worth || left.index - right.index)
    .map(({ one }) => one)
}

function worthOf({ value, label }: Completion, text: string): number {
  const whole = value.toLowerCase()
  if (whole === text) return 6
  if (whole.startsWith(text)) return 5
  const parts = whole.split(/[/\s_.-]+/)
  const words = text.split(/[/\s_.-]+/).filter((word) => word !== '')
  if (inOrder(words, parts, (word, part) => part.startsWith(word))) return 4
  if (inOrder(words, parts, fits)) return 3
  if (whole.includes(text)) return 2
  return label.toLowerCase().includes(text) ? 1 : 0
}

function inOrder(
  words: readonly string[],
  parts: readonly string[],
  same: (word: string, part: string) => boolean,
): boolean {
  let from = 0
  return words.every((word) => {
    const at = parts.findIndex((part, index) => index >= from && same(word, part))
    from = at + 1
    return at >= 0
  })
}
