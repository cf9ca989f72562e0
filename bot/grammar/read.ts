import { Fault } from '../../core/error.ts'
import { argumentsOf, type Operation } from '../../core/operation/operation.ts'
import type { Operations } from '../../core/operation/registry.ts'
import { argumentsFrom } from './arguments.ts'
import { split } from './split.ts'
import { named, nearPhrases, phrases } from './words.ts'

export interface Typed {
  operation: string
  arguments: Record<string, unknown>
}

export interface Suggestion {
  text: string
  operation: string
  /** Only where a verb was misspelt, never where a target was guessed: a button may run it. */
  typed: Typed | null
}

export type Reading = { understood: Typed } | { suggestions: Suggestion[]; text: string }

/** Help and docs write `/odoo server list`, and people paste it where there is no such command: no operation begins so. */
function pasted(words: readonly string[]): readonly string[] {
  return /^\/[a-z][\w-]*$/i.test(words[0] ?? '') ? words.slice(1) : words
}

/** A typed line as an operation with its arguments, or what the person may have meant. */
export class Grammar {
  readonly #operations: Operations
  readonly #phrases: Map<string, string>

  constructor(operations: Operations) {
    this.#operations = operations
    this.#phrases = phrases(operations)
  }

  read(text: string): Reading {
    const parted = split(text)
    if ('unclosed' in parted) throw new Fault('unreadable', { why: `a quote ${parted.unclosed} is not closed` })
    const words = pasted(parted.words)
    if (words.length === 0) return { understood: { operation: 'help', arguments: {} } }
    const found = named(words, this.#phrases)
    if (found) return { understood: this.#typed(found.operation, found.rest) }
    // A reference alone shows what it is: `/odoo acme/staging`.
    if (words.length === 1 && words[0]?.includes('/') && this.#operations.find('instance.show')) {
      return { understood: { operation: 'instance.show', arguments: { instance: words[0] } } }
    }
    return this.#perhaps(text, words)
  }

  #typed(id: string, rest: readonly string[]): Typed {
    const operation = this.#operations.find(id)
    if (!operation) throw new Fault('unknown_operation', { text: id })
    return { operation: id, arguments: argumentsFrom(operation, rest) }
  }

  #perhaps(text: string, words: readonly string[]): Reading {
    let said = text
    const suggestions = nearPhrases(words, this.#phrases).flatMap(({ phrase, length }): Suggestion[] => {
      const operation = this.#operations.find(this.#phrases.get(phrase) ?? '')
      if (!operation) return []
      const { id } = operation
      const rest = words.slice(length)
      const typed = this.#attempt(id, rest)
      const veiled = veiledOf(operation)
      if (rest.length === 0 || veiled.length === 0) return [{ text: [phrase, ...rest].join(' '), operation: id, typed }]
      // What may be a secret is neither repeated nor carried on: a form asks for it.
      said = `${words.slice(0, length).join(' ')} …`
      const kept = Object.entries(typed?.arguments ?? {}).filter(([name]) => !veiled.includes(name))
      return [{ text: phrase, operation: id, typed: { operation: id, arguments: Object.fromEntries(kept) } }]
    })
    return { text: said, suggestions }
  }

  #attempt(operation: string, rest: readonly string[]): Typed | null {
    try {
      return this.#typed(operation, rest)
    } catch (error) {
      if (error instanceof Fault) return null
      throw error
    }
  }
}

/** Arguments that are shown to nobody. */
function veiledOf(operation: Operation): string[] {
  return argumentsOf(operation).flatMap(({ name, facts }) => (facts.secret || facts.hidden ? [name] : []))
}
