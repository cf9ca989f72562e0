import { choicesFaults } from './discord-limits.ts'
import { type Json, list, object, said } from './json.ts'

const named = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const subcommand = 1
const group = 2

/** What Discord has against a list of commands, beside its document. */
export function commandsFaults(commands: readonly unknown[]): string[] {
  const all = commands.map(object)
  const typed = all.filter((one) => (one['type'] ?? 1) === 1)
  const faults = typed.length > 100 ? [`${typed.length} commands, of 100`] : []
  const names = all.map((one) => `${said(one['type'], '1')} ${said(one['name'])}`)
  const twice = names.find((one, at) => names.indexOf(one) !== at)
  if (twice !== undefined) faults.push(`the command ${twice} is there twice`)
  return [...faults, ...all.flatMap((one) => commandFaults(one).map((fault) => `/${said(one['name'])}: ${fault}`))]
}

function commandFaults(command: Json): string[] {
  if ((command['type'] ?? 1) !== 1) return command['description'] ? ['only typed commands have a description'] : []
  const faults = nameFaults(command)
  if (said(command['description']) === '') faults.push('no description')
  const size = sizeOf(command)
  if (size > 8000) faults.push(`${size} characters in all, of 8000`)
  return [...faults, ...optionsFaults(command, 0)]
}

function optionsFaults(holder: Json, depth: number): string[] {
  const options = list(holder['options']).map(object)
  const faults = options.flatMap(nameFaults)
  const names = options.map((one) => said(one['name']))
  if (new Set(names).size < names.length) faults.push('options of the same name')
  const inner = options.filter((one) => one['type'] === subcommand || one['type'] === group)
  if (inner.length > 0 && inner.length < options.length) faults.push('subcommands beside options')
  if (options.some((one) => one['type'] === group) && depth > 0) faults.push('a group within a group')
  if (inner.length > 0 && depth > 1) faults.push('a subcommand within a subcommand')
  const firstOptional = options.findIndex((one) => one['required'] !== true)
  if (inner.length === 0 && firstOptional >= 0 && options.slice(firstOptional).some((one) => one['required'] === true))
    faults.push('an option that is required after one that is not')
  for (const one of options) {
    if (one['autocomplete'] === true && list(one['choices']).length > 0)
      faults.push(`${said(one['name'])}: choices and autocomplete`)
    faults.push(...choicesFaults(one['choices']))
    if (one['type'] === subcommand) faults.push(...optionsFaults(one, 2))
    if (one['type'] === group) faults.push(...optionsFaults(one, 1))
  }
  return faults
}

function nameFaults(one: Json): string[] {
  const name = said(one['name'])
  return named.test(name) && name === name.toLowerCase() ? [] : [`“${name}” is no name`]
}

/** Names, descriptions and choices, of the command and of all in it. */
function sizeOf(one: Json): number {
  const own = said(one['name']).length + said(one['description']).length
  const choices = list(one['choices'])
    .map(object)
    .reduce((sum, { name, value }) => sum + said(name).length + said(value).length, 0)
  return list(one['options'])
    .map(object)
    .reduce((sum, option) => sum + sizeOf(option), own + choices)
}
