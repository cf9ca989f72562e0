import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js'
import type { Operation } from '../../../core/operation/operation.ts'
import type { Operations } from '../../../core/operation/registry.ts'
import { faultsOf } from './faults.ts'
import { described, optionsOf } from './option.ts'
import { pathsOf } from './paths.rule.ts'

export type Command = RESTPostAPIChatInputApplicationCommandsJSONBody

export interface Generated {
  commands: Command[]
  /** What Discord would not take, by the name of the command; it is left out, and can be typed in a mention. */
  misfits: Readonly<Record<string, readonly string[]>>
}

type Placed = { operation: Operation; rest: readonly string[] }

/** Discord's commands, from the declarations alone. */
export function commandsOf(operations: Pick<Operations, 'all'>): Generated {
  const placed = new Map<string, Placed[]>()
  const paths = pathsOf(operations)
  for (const operation of operations.all()) {
    const [name = '', ...rest] = paths.get(operation.id) ?? []
    placed.set(name, [...(placed.get(name) ?? []), { operation, rest }])
  }
  const all = [...placed].map(([name, below]) => commandOf(name, below))
  const misfits = faultsOf(all)
  return { commands: all.filter(({ name }) => misfits[name] === undefined), misfits }
}

function commandOf(name: string, below: readonly Placed[]): Command {
  const [first] = below
  const single = first !== undefined && below.length === 1 && first.rest.length === 0
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description: described(single ? first.operation.summary : nounSummary(name, below)),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: single ? optionsOf(first.operation) : subcommands(below),
  }
}

function nounSummary(name: string, below: readonly Placed[]): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${below.map(({ rest }) => rest[0] ?? name).join(', ')}`
}

function subcommands(
  below: readonly Placed[],
): (APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption)[] {
  const groups = new Map<string, APIApplicationCommandSubcommandOption[]>()
  const plain: APIApplicationCommandSubcommandOption[] = []
  for (const { operation, rest } of below) {
    const [verb = '', deeper] = rest
    if (deeper === undefined) plain.push(subcommand(verb, operation.summary, optionsOf(operation)))
    else groups.set(verb, [...(groups.get(verb) ?? []), subcommand(deeper, operation.summary, optionsOf(operation))])
  }
  return [
    ...plain,
    ...[...groups].map(([name, options]) => ({
      type: ApplicationCommandOptionType.SubcommandGroup as const,
      name,
      description: described(options.map((one) => one.name).join(', ')),
      options,
    })),
  ]
}

function subcommand(
  name: string,
  summary: string,
  options: APIApplicationCommandBasicOption[],
): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, name, description: described(summary), options }
}
