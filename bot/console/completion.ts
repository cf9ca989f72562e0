import { type Completes, factsOf } from '../../core/operation/argument.ts'
import type { Asking } from '../../core/operation/asking.ts'
import { kindOf } from '../../core/operation/kind.ts'
import { argumentsOf, type Operation } from '../../core/operation/operation.ts'
import type { Operations } from '../../core/operation/registry.ts'
import type { Complete } from '../conversation/complete.ts'
import { named, phrases } from '../grammar/words.ts'

const most = 8

export interface Suggested {
  /** The whole line, or the whole value, once this is chosen. */
  text: string
  label: string
  about: string
}

/** What could stand where somebody types: words of an operation, then its arguments. */
export class Completion {
  readonly #operations: Operations
  readonly #phrases: ReadonlyMap<string, string>
  readonly #complete: Complete

  constructor(operations: Operations, complete: Complete) {
    this.#operations = operations
    this.#phrases = phrases(operations)
    this.#complete = complete
  }

  async value(asking: Asking, completes: Completes, text: string): Promise<Suggested[]> {
    const found = await this.#complete(asking, completes, text)
    return found.slice(0, most).map(({ value, label }) => ({ text: value, label, about: '' }))
  }

  async line(asking: Asking, text: string): Promise<Suggested[]> {
    const words = text.trimStart().split(/\s+/)
    const last = words.at(-1) ?? ''
    const before = words.slice(0, -1)
    const found = named(before, this.#phrases)
    const operation = found && this.#operations.find(found.operation)
    const more = this.#operationsFor(text)
    if (!operation || !found) return more
    const head = text.slice(0, text.length - last.length)
    const own = await this.#argument(asking, operation, found.rest, last)
    return [...own.map((one) => ({ ...one, text: head + one.text })), ...more].slice(0, most)
  }

  /** What begins like it first, then what has it somewhere. */
  #operationsFor(text: string): Suggested[] {
    const typed = text.trimStart().toLowerCase()
    const fits = (phrase: string) => typed.split(/\s+/).every((word) => phrase.includes(word))
    const starting = [...this.#phrases].filter(([phrase]) => phrase.startsWith(typed))
    const having = [...this.#phrases].filter(([phrase]) => !phrase.startsWith(typed) && fits(phrase))
    const seen = new Set<string>()
    return [...starting, ...having]
      .filter(([phrase, id]) => phrase !== typed.trim() && id !== 'claim' && !seen.has(id) && seen.add(id))
      .slice(0, most)
      .map(([phrase, id]) => ({ text: `${phrase} `, label: phrase, about: this.#operations.find(id)?.summary ?? '' }))
  }

  async #argument(asking: Asking, operation: Operation, rest: readonly string[], last: string): Promise<Suggested[]> {
    const all = argumentsOf(operation).filter(({ facts }) => !facts.secret)
    const flag = rest.at(-1)
    if (flag?.startsWith('--')) {
      const known = all.find(({ name }) => `--${name.replaceAll('_', '-')}` === flag)
      if (known && kindOf(known.type).is !== 'toggle') return this.#values(asking, known.type, last)
    }
    if (last.startsWith('-')) return flags(all, rest, last)
    const loose = rest.filter((word, at) => !word.startsWith('--') && !rest[at - 1]?.startsWith('--'))
    const place = all.filter(({ facts }) => facts.positional)[loose.length]
    const values = place ? await this.#values(asking, place.type, last) : []
    return values.length > 0 || last !== '' ? values : flags(all, rest, '--')
  }

  async #values(asking: Asking, type: Parameters<typeof kindOf>[0], text: string): Promise<Suggested[]> {
    const kind = kindOf(type)
    if (kind.is === 'choice')
      return kind.options
        .filter((option) => option.startsWith(text))
        .map((option) => ({ text: `${option} `, label: option, about: '' }))
    const { completes } = factsOf(type)
    const found = completes ? await this.value(asking, completes, text) : []
    return found.map((one) => ({ ...one, text: `${one.text} ` }))
  }
}

function flags(all: ReturnType<typeof argumentsOf>, given: readonly string[], last: string): Suggested[] {
  return all
    .filter(({ facts }) => !facts.positional)
    .map(({ name, facts }) => ({ flag: `--${name.replaceAll('_', '-')}`, facts }))
    .filter(({ flag }) => flag.startsWith(last) && !given.includes(flag))
    .map(({ flag, facts }) => ({ text: `${flag} `, label: flag, about: facts.help ?? facts.label }))
}
