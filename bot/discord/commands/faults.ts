import { commandLimits, commandName } from './limits.ts'

/** What both commands and options are, as far as limits go. */
interface Described {
  name: string
  description: string
  required?: boolean | undefined
  options?: readonly Described[] | undefined
  choices?: readonly { name: string; value: string | number }[] | undefined
}

/** Every limit of Discord's, checked before anything is sent: what breaks one is named. */
export function faultsOf(commands: readonly Described[]): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {}
  const names = new Set<string>()
  commands.forEach((command, at) => {
    const own = [...faultsIn(command, command.name)]
    const characters = charactersOf(command)
    if (characters > commandLimits.characters)
      own.push(`${command.name} has ${characters} characters, more than ${commandLimits.characters}`)
    if (names.has(command.name)) own.push(`${command.name} is there twice`)
    if (at >= commandLimits.commands) own.push(`${command.name} is over the ${commandLimits.commands} commands`)
    names.add(command.name)
    if (own.length > 0) found[command.name] = own
  })
  return found
}

function faultsIn(one: Described, path: string): string[] {
  const options = one.options ?? []
  const choices = one.choices ?? []
  const names = options.map(({ name }) => name)
  const firstFree = options.findIndex(({ required }) => required !== true)
  const faults = [
    !commandName.test(one.name) && 'has a name that Discord does not take',
    (one.description.length === 0 || one.description.length > commandLimits.description) &&
      `has a description of ${one.description.length} characters`,
    options.length > commandLimits.options && `has ${options.length} options, more than ${commandLimits.options}`,
    choices.length > commandLimits.choices && `has ${choices.length} choices, more than ${commandLimits.choices}`,
    choices.some(({ name, value }) => !fits(name) || !fits(String(value))) && 'has a choice that is empty or too long',
    new Set(names).size < names.length && 'has an option twice',
    firstFree >= 0 &&
      options.slice(firstFree).some(({ required }) => required === true) &&
      'has an option that must be given behind one that need not',
  ].flatMap((fault) => (fault === false ? [] : [`${path} ${fault}`]))
  return [...faults, ...options.flatMap((option) => faultsIn(option, `${path} ${option.name}`))]
}

function fits(text: string): boolean {
  return text.length > 0 && text.length <= commandLimits.choice
}

function charactersOf({ name, description, options = [], choices = [] }: Described): number {
  const own = name.length + description.length
  const chosen = choices.reduce((sum, choice) => sum + choice.name.length + String(choice.value).length, 0)
  return options.reduce((sum, option) => sum + charactersOf(option), own + chosen)
}
