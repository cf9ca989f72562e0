import type { DiscordStandIn } from './discord.ts'
import type { Filled } from './discord-typed.ts'
import { type Json, list, object, said } from './json.ts'

interface Slash {
  command: string
  options: Filled
}

/** Where a short word of the text commands stands among Discord's. */
const called: Record<string, string> = {
  approve: 'approval approve',
  reject: 'approval reject',
  'instance unlock': 'unlock',
  'instance size': 'size',
  'instance create': 'create',
  'instance configure': 'configure',
  'instance show': 'show',
  'instance list': 'list',
  'instance plan': 'plan',
}

/**
 * What somebody picks and fills in who would type this line elsewhere, from what is registered alone; null where the
 * commands do not offer it, so that it has to be said in a mention.
 */
export function slashOf(discord: DiscordStandIn, line: string): Slash | null {
  const words = split(line)
  for (let count = Math.min(3, words.length); count > 0; count -= 1) {
    const typed = words.slice(0, count).join(' ')
    const command = called[typed] ?? typed
    const options = optionsOf(discord, command)
    if (options) {
      const filled = filledWith(options, words.slice(count))
      return filled && { command, options: filled }
    }
  }
  return null
}

/** What a command takes, by its words; undefined where it is none. */
export function optionsOf(discord: DiscordStandIn, command: string): Json[] | undefined {
  const [name, ...path] = command.split(' ')
  let found = [...discord.commands.values()].flat().find((one) => one['name'] === name)
  for (const word of path) found = below(found).find((one) => one['name'] === word)
  if (!found) return undefined
  const options = list(found['options']).map(object)
  return options.some(isPath) ? undefined : options
}

function below(holder: Json | undefined): Json[] {
  return list(holder?.['options']).map(object).filter(isPath)
}

function isPath(option: Json): boolean {
  return option['type'] === 1 || option['type'] === 2
}

function filledWith(options: readonly Json[], words: readonly string[]): Filled | null {
  const filled: Filled = {}
  const loose: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const [, no, flag = '', given] = /^--(no-)?([a-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? []
    if (flag === '') {
      loose.push(word)
      continue
    }
    const option = options.find((one) => one['name'] === flag.replaceAll('-', '_'))
    if (!option) return null
    if (option['type'] === 5) filled[said(option['name'])] = no === undefined
    else {
      const value = given ?? words[at + 1] ?? ''
      at += given === undefined ? 1 : 0
      filled[said(option['name'])] = ofKind(option, value)
    }
  }
  const places = options.filter((one) => filled[said(one['name'])] === undefined && one['type'] !== 5)
  if (loose.length > places.length) return null
  loose.forEach((word, at) => {
    const option = places[at]
    if (option) filled[said(option['name'])] = ofKind(option, word)
  })
  return filled
}

function ofKind(option: Json, text: string): string | number {
  return option['type'] === 10 || option['type'] === 4 ? Number(text) : text
}

/** As a shell would. */
function split(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''))
}
