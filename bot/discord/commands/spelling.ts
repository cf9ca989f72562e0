import { Fault } from '../../../core/error.ts'
import type { Operations } from '../../../core/operation/registry.ts'
import type { Grammar, Reading } from '../../grammar/read.ts'
import { optionsOf } from './option.ts'
import { pathsOf } from './paths.rule.ts'

/**
 * How a line is typed in Discord: `/deploy instance:acme/staging`. What cannot be one of its commands – a line with
 * something left open in it – is said to the bot by its name, where it reads as it does everywhere.
 */
export function spellingOf(operations: Operations, grammar: Pick<Grammar, 'read'>): (line: string) => string {
  const paths = pathsOf(operations)
  return (line) => {
    const mentioned = `@Pilothouse ${line}`
    const read = understood(grammar, line)
    const operation = read && operations.find(read.operation)
    const path = operation && paths.get(operation.id)
    if (!read || !operation || !path) return mentioned
    const { arguments: given } = read
    const options = optionsOf(operation).map(({ name }) => name)
    if (Object.keys(given).some((name) => !options.includes(name) && name !== 'confirm')) return mentioned
    const filled = options
      .filter((name) => given[name] !== undefined)
      .map((name) => `${name}:${valueWords(given[name])}`)
    return [`/${path.join(' ')}`, ...filled].join(' ')
  }
}

function understood(
  grammar: Pick<Grammar, 'read'>,
  line: string,
): Extract<Reading, { understood: unknown }>['understood'] | null {
  if (/[<>[\]…]/.test(line)) return null
  try {
    const read = grammar.read(line)
    return 'understood' in read ? read.understood : null
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return Array.isArray(value) ? value.map(String).join(',') : String(value)
}
