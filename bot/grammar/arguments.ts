import { Fault } from '../../core/error.ts'
import { kindOf } from '../../core/operation/kind.ts'
import { argumentsOf, type Operation } from '../../core/operation/operation.ts'

type Given = Record<string, unknown>
type Known = ReturnType<typeof argumentsOf>

/** Words behind the operation's name: flags by their names, the rest in the order of declaration. */
export function argumentsFrom(operation: Operation, words: readonly string[]): Given {
  const known = argumentsOf(operation)
  const given: Given = {}
  const loose: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') {
      loose.push(...words.slice(at + 1))
      break
    }
    if (!/^--[a-z]/i.test(word)) {
      loose.push(word)
      continue
    }
    at += flag(operation, known, given, word.slice(2), words[at + 1])
  }
  place(operation, known, given, loose)
  return given
}

/** Answers how many further words the flag took. */
function flag(operation: Operation, known: Known, given: Given, text: string, next: string | undefined): number {
  const cut = text.indexOf('=')
  const name = (cut < 0 ? text : text.slice(0, cut)).replaceAll('-', '_').toLowerCase()
  const negated = name.startsWith('no_')
    ? known.find((one) => one.name === name.slice(3) && kindOf(one.type).is === 'toggle')
    : undefined
  if (negated && cut < 0) {
    given[negated.name] = false
    return 0
  }
  const found = known.find((one) => one.name === name)
  if (!found) throw unknown(operation, `--${name.replaceAll('_', '-')}`)
  const { is } = kindOf(found.type)
  if (is === 'toggle') {
    given[name] = cut < 0 ? true : isYes(operation, name, text.slice(cut + 1))
    return 0
  }
  const value = cut < 0 ? next : text.slice(cut + 1)
  if (value === undefined || (cut < 0 && /^--[a-z]/i.test(value))) {
    throw new Fault('invalid_arguments', {
      operation: operation.id.replaceAll('.', ' '),
      field: name,
      why: 'has no value behind it',
    })
  }
  given[name] = is === 'several' ? [...listOf(given[name]), ...value.split(',')] : value
  return cut < 0 ? 1 : 0
}

function place(operation: Operation, known: Known, given: Given, loose: readonly string[]): void {
  const places = known.filter(({ facts, name }) => facts.positional && given[name] === undefined)
  const words = [...loose]
  for (const [index, { name, facts, type }] of places.entries()) {
    if (words.length === 0) return
    const last = index === places.length - 1
    // `acme stg` is one reference; a list or free text takes all that is left.
    if (kindOf(type).is === 'several') given[name] = words.splice(0)
    else if (last && (facts.rest || facts.completes)) given[name] = words.splice(0).join(' ')
    else given[name] = words.shift()
  }
  if (words.length > 0) throw unknown(operation, words[0] ?? '')
}

function unknown(operation: Operation, word: string): Fault {
  return new Fault('invalid_arguments', {
    operation: operation.id.replaceAll('.', ' '),
    field: word,
    why: 'is not an argument of this operation',
  })
}

function isYes(operation: Operation, name: string, text: string): boolean {
  if (/^(true|yes|on|1)$/i.test(text)) return true
  if (/^(false|no|off|0)$/i.test(text)) return false
  throw new Fault('invalid_arguments', {
    operation: operation.id.replaceAll('.', ' '),
    field: name,
    why: 'is yes or no',
  })
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
