import { type Least, levelTitles } from '../access/level.ts'
import type { Card, Line } from '../card/card.ts'
import { coded } from '../card/coded.ts'
import { defaultOf, kindOf } from '../operation/kind.ts'
import { argumentsOf, type Operation } from '../operation/operation.ts'
import { usage } from '../operation/validate.ts'

/** One operation in full, from its declaration alone. */
export function operationCard(operation: Operation, beside: readonly Operation[]): Card {
  const words = operation.id.replaceAll('.', ' ')
  const all = argumentsOf(operation)
  return {
    title: words,
    state: operation.kind === 'read' ? 'a question' : operation.kind === 'change' ? 'a change' : 'a job',
    lines: [
      { text: operation.summary },
      { text: [{ dim: 'Usage: ' }, { typed: usage(operation.id, operation.arguments) }] },
      ...operation.examples.map((example): Line => ({ text: [{ dim: 'Example: ' }, { typed: example }] })),
    ],
    fields: [
      { label: 'Needs', value: leastWords(operation.least) },
      ...(operation.permission === operation.id ? [] : [{ label: 'Right', value: [{ code: operation.permission }] }]),
      ...(operation.effects.length > 0 ? [{ label: 'Touches', value: operation.effects.join(', ') }] : []),
      ...(operation.confirm === 'none' ? [] : [{ label: 'Confirmed', value: confirmWords[operation.confirm] }]),
      ...(operation.people ? [{ label: 'For', value: 'people, not for tokens' }] : []),
      ...(beside.length > 0
        ? [{ label: 'See too', value: beside.map(({ id }) => id.replaceAll('.', ' ')).join(', ') }]
        : []),
      ...(operation.aliases.length > 0 ? [{ label: 'Also', value: operation.aliases.join(', ') }] : []),
    ],
    table: {
      columns: ['Argument', 'What', 'If left out'],
      rows: all.map(({ name, type, facts, required }) => [
        facts.positional ? name : `--${name.replaceAll('_', '-')}`,
        coded(
          [facts.help ?? facts.label, choicesOf(type), facts.secret ? 'asked for in a form, never as text' : '']
            .filter((part) => part !== '')
            .join('; '),
        ),
        required ? 'asked for' : defaultWords(defaultOf(type)),
      ]),
      empty: 'It takes no arguments',
    },
    view: `help ${words}`,
    words: ['help', words],
  }
}

const confirmWords = { button: 'by pressing a button', type: 'by typing a word' } as const

export function leastWords(least: Least): string {
  if (least === 'anyone') return 'nothing: also for whoever is not known'
  if (least === 'member') return 'to be known here'
  if (least === 'environment') return 'Developer; in production Developer Plus'
  return levelTitles[least]
}

function defaultWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return '–'
}

function choicesOf(type: Parameters<typeof kindOf>[0]): string {
  const kind = kindOf(type)
  if (kind.is === 'choice') return `one of ${kind.options.join(', ')}`
  return kind.is === 'several' && kind.options ? `some of ${kind.options.join(', ')}` : ''
}
