import { type APIApplicationCommandBasicOption, ApplicationCommandOptionType } from 'discord.js'
import { kindOf } from '../../../core/operation/kind.ts'
import { argumentsOf, type Operation } from '../../../core/operation/operation.ts'
import { cut, oneLine } from '../../presenter/harmless.ts'
import { commandLimits } from './limits.ts'

type Argument = ReturnType<typeof argumentsOf>[number]

/**
 * What can be typed behind a command. A secret never stands in a message, so a form asks for it; a button asks for a
 * plain confirmation.
 */
export function optionsOf(operation: Operation): APIApplicationCommandBasicOption[] {
  const offered = argumentsOf(operation)
    .filter(({ name, facts }) => facts.secret !== true && !(name === 'confirm' && operation.confirm === 'button'))
    .map((one) => ({ option: option(operation, one), rank: isAsked(operation, one) ? 0 : one.required ? 1 : 2 }))
  // Discord wants those that must be given before all others.
  return offered.sort((one, other) => one.rank - other.rank).map((one) => one.option)
}

/** What a window cannot complete must be given; what else is required a form asks, so that nobody has to know it. */
function isAsked(operation: Operation, { required, facts }: Argument): boolean {
  if (!required || facts.positional !== true || facts.completes === undefined) return false
  // Whoever looks may mean what the channel belongs to.
  const bound = facts.completes === 'project' || facts.completes === 'environment' || facts.completes === 'instance'
  return !(operation.kind === 'read' && bound)
}

function option(operation: Operation, one: Argument): APIApplicationCommandBasicOption {
  const about = {
    name: one.name,
    description: described(one.facts.help ?? one.facts.label),
    required: isAsked(operation, one),
  }
  // Discord itself offers the roles of a server.
  if (one.facts.completes === 'role') return { ...about, type: ApplicationCommandOptionType.Role }
  const kind = kindOf(one.type)
  if (kind.is === 'toggle') return { ...about, type: ApplicationCommandOptionType.Boolean }
  if (kind.is === 'number') return { ...about, type: ApplicationCommandOptionType.Number }
  if (kind.is === 'choice' && kind.options.length <= commandLimits.choices) {
    const choices = kind.options.map((value) => ({ name: value, value }))
    return { ...about, type: ApplicationCommandOptionType.String, choices }
  }
  const completed = one.facts.completes !== undefined || ('options' in kind && kind.options !== null)
  return { ...about, type: ApplicationCommandOptionType.String, autocomplete: completed }
}

export function described(text: string): string {
  const line = oneLine(text.replaceAll('`', ''))
  return cut(line === '' ? '–' : line, commandLimits.description)
}
