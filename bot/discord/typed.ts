import { kindOf } from '../../core/operation/kind.ts'
import type { Operation } from '../../core/operation/operation.ts'

/** Undoes what Discord makes of mentions: a person is `@123`, a channel `#123`. */
export function asTyped(text: string): string {
  return text.replaceAll(/<(@|#)[!&]?(\d+)>/g, '$1$2').replaceAll(/<((?:https?:\/\/)[^<>\s]+)>/g, '$1')
}

/** What was said to the bot: the words behind its name, or those before it where it stands last; null where it is not named. */
export function withoutMention(text: string, bot: string): string | null {
  const found = new RegExp(`<@!?${bot}>[:,]?`).exec(text)
  if (!found) return null
  const behind = text.slice(found.index + found[0].length).trim()
  return behind === '' ? text.slice(0, found.index).trim() : behind
}

/** Arguments as the operation takes them: a list is typed with commas. */
export function argumentsOf(
  operation: Pick<Operation, 'arguments'>,
  given: Readonly<Record<string, string | number | boolean>>,
): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    const type = operation.arguments[name]
    if (!type || value === '') continue
    const text = typeof value === 'string' ? asTyped(value) : value
    found[name] = typeof text === 'string' && kindOf(type).is === 'several' ? listed(text) : text
  }
  return found
}

function listed(text: string): string[] {
  return text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
}
