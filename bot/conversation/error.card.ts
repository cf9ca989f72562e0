import type { Action, Card, Line } from '../../core/card/card.ts'
import { coded } from '../../core/card/coded.ts'
import type { Fault, Known } from '../../core/error.ts'

/** Code, sentence and remedy; where the remedy is an operation, a button that does it. */
export function errorCard(fault: Fault): Card {
  const told = fault.told()
  return {
    // The names of what is missing are ours; other sentences repeat what somebody typed.
    title: told.code === 'missing_arguments' ? coded(fault.message) : fault.message,
    tone: told.status >= 500 ? 'bad' : 'warning',
    state: told.code,
    lines: [...knownLine(fault.known), { text: coded(told.remedy) }],
    actions: [...fault.actions, ...unlessThere(fault.actions, remedies(told.operation))],
    words: [told.code],
  }
}

/** As the message of a job that failed of it has it. */
function knownLine(known: Known | null): Line[] {
  return known ? [{ text: [{ bold: known.title }, `. Perhaps: ${known.cause}`] }] : []
}

function unlessThere(there: readonly Action[], more: Action[]): Action[] {
  const operations = there.flatMap((action) => ('operation' in action ? [action.operation] : []))
  return more.filter((action) => !('operation' in action) || !operations.includes(action.operation))
}

function remedies(operation: string | null): Action[] {
  if (operation === null || operation.includes('…')) return []
  const [noun = '', ...rest] = operation.split(' ')
  if (noun === 'help')
    return [{ label: 'Help', operation: 'help', arguments: rest.length > 0 ? { topic: rest.join(' ') } : {} }]
  const label = operation.charAt(0).toUpperCase() + operation.slice(1)
  return [{ label, operation: [noun, ...rest].join('.'), arguments: {} }]
}
