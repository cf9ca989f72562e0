import type { DiscordStandIn } from './discord.ts'
import { allOf } from './discord-limits.ts'
import type { OpenWindow } from './discord-state.ts'
import { type Json, list, object, said } from './json.ts'

/** Options by their names. */
export type Filled = Record<string, string | number | boolean>

const named: Record<number, string> = {
  3: 'string',
  4: 'number',
  5: 'boolean',
  6: 'string',
  7: 'string',
  8: 'string',
  10: 'number',
}

/** What Discord sends of a typed command. It knows what is registered, and holds back what does not fit. */
export function typedCommand(
  discord: DiscordStandIn,
  channel: string,
  line: string,
  filled: Filled,
  focused: string | null = null,
): Json {
  const [name = '', ...path] = line.replace(/^\//, '').split(' ')
  const guild = discord.channels.get(channel)?.parent
    ? discord.channels.get(discord.channels.get(channel)?.parent ?? '')?.guild
    : discord.channels.get(channel)?.guild
  const all = [...(discord.commands.get(guild ?? '-') ?? []), ...(discord.commands.get('') ?? [])]
  const command = all.find((one) => one['name'] === name && one['type'] === 1)
  if (!command) throw new Error(`/${name} is not registered; ${all.map((one) => said(one['name'])).join(', ')} are`)
  const about = { id: command['id'], name, type: 1, ...(command['guild_id'] ? { guild_id: command['guild_id'] } : {}) }
  const roles = (discord.guilds.get(guild ?? '')?.roles ?? []).filter(({ id }) => Object.values(filled).includes(id))
  const resolved = { roles: Object.fromEntries(roles.map((role, at) => [role.id, discord.shapes.role(role, at)])) }
  return {
    ...about,
    options: optionsOf(command, path, filled, focused),
    ...(roles.length > 0 ? { resolved } : {}),
  }
}

function optionsOf(holder: Json, path: string[], filled: Filled, focused: string | null): Json[] {
  const declared = list(holder['options']).map(object)
  const [next, ...rest] = path
  if (next !== undefined) {
    const inner = declared.find((one) => one['name'] === next && (one['type'] === 1 || one['type'] === 2))
    if (!inner)
      throw new Error(`“${next}” is no subcommand; ${declared.map((one) => said(one['name'])).join(', ')} are`)
    return [{ name: next, type: inner['type'], options: optionsOf(inner, rest, filled, focused) }]
  }
  if (declared.some((one) => one['type'] === 1 || one['type'] === 2)) throw new Error('a subcommand is missing')
  for (const name of Object.keys(filled))
    if (!declared.some((one) => one['name'] === name)) throw new Error(`the command has no option ${name}`)
  return declared.flatMap((one) => {
    const name = said(one['name'])
    const value = filled[name]
    if (value === undefined) {
      if (one['required'] === true && focused === null) throw new Error(`Discord holds back a command without ${name}`)
      return []
    }
    if (focused === name) {
      if (one['autocomplete'] !== true) throw new Error(`${name} offers nothing`)
      return [{ name, type: one['type'], value: said(value), focused: true }]
    }
    mustFit(one, value)
    return [{ name, type: one['type'], value }]
  })
}

function mustFit(option: Json, value: string | number | boolean): void {
  const name = said(option['name'])
  const type = Number(option['type'])
  const choices = list(option['choices']).map((one) => object(one)['value'])
  const size = typeof value === 'number' ? value : said(value).length
  const [least, most] = typeof value === 'number' ? ['min_value', 'max_value'] : ['min_length', 'max_length']
  if (typeof value !== named[type]) throw new Error(`${name} wants a ${named[type]}`)
  if (type === 4 && !Number.isInteger(value)) throw new Error(`${name} wants a whole number`)
  if (choices.length > 0 && !choices.includes(value)) throw new Error(`${name} is one of ${choices.join(', ')}`)
  if (typeof option[least] === 'number' && size < option[least]) throw new Error(`${name} is under ${option[least]}`)
  if (typeof option[most] === 'number' && size > option[most]) throw new Error(`${name} is over ${option[most]}`)
}

/** The fields that a window asks, with what stands there. */
export function inputs(window: OpenWindow): Json[] {
  return list(window.view['components'])
    .map(object)
    .flatMap((row) => (row['type'] === 1 ? list(row['components']) : row['type'] === 18 ? [row['component']] : []))
    .map(object)
}

/** What Discord sends of each field of a window, as it was laid out. */
export function givenOf(window: OpenWindow, values: Json): Json[] {
  const known = allOf(list(window.view['components'])).map((one) => one['custom_id'])
  for (const name of Object.keys(values))
    if (!known.includes(name)) throw new Error(`the window does not ask for ${name}`)
  return list(window.view['components'])
    .map(object)
    .map((row, at) => {
      if (row['type'] === 1) {
        const held = list(row['components']).map((one) => ({ id: at + 1, ...answerOf(object(one), values) }))
        return { type: 1, id: at + 1, components: held }
      }
      if (row['type'] === 18)
        return { type: 18, id: at + 1, component: { id: at + 1, ...answerOf(object(row['component']), values) } }
      return { type: row['type'], id: at + 1 }
    })
}

function answerOf(one: Json, values: Json): Json {
  const name = said(one['custom_id'])
  const given = values[name]
  const about = { type: one['type'], custom_id: name }
  const isRequired = one['required'] !== false
  if (one['type'] === 4) {
    const value = said(given ?? one['value'])
    if (value === '' && isRequired) throw new Error(`Discord holds back a window without ${name}`)
    if (value.length > Number(one['max_length'] ?? 4000)) throw new Error(`${name} is too long`)
    if (value !== '' && value.length < Number(one['min_length'] ?? 0)) throw new Error(`${name} is too short`)
    return { ...about, value }
  }
  if (one['type'] === 23) return { ...about, value: given ?? one['default'] ?? false }
  const options = list(one['options']).map(object)
  const preset = options.filter((option) => option['default'] === true).map((option) => said(option['value']))
  const chosen = given === undefined ? preset : (Array.isArray(given) ? given : [given]).map((each) => said(each))
  if (one['type'] !== 5 && chosen.some((each) => !options.some((option) => option['value'] === each)))
    throw new Error(`${name} does not offer ${chosen.join(', ')}`)
  if (chosen.length < Number(one['min_values'] ?? 1) && isRequired)
    throw new Error(`Discord holds back a window without ${name}`)
  if (one['type'] === 21) return { ...about, value: chosen[0] ?? null }
  return { ...about, values: chosen }
}
