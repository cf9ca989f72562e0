import { componentsV2 } from './discord-state.ts'
import { type Json, list, object, said } from './json.ts'

/** Discord's limits that its document does not tell. An empty answer means that Discord would take it. */
export function messageFaults(body: unknown, files: readonly string[] = []): string[] {
  const message = object(body)
  const components = list(message['components']).map(object)
  const isNew = (Number(message['flags'] ?? 0) & componentsV2) !== 0
  const faults = [...componentFaults(components, isNew), ...fileFaults(message, files)]
  const embeds = list(message['embeds']).map(object)
  const [content] = [said(message['content'])]
  if (content.length > 2000) faults.push(`content of ${content.length} characters, of 2000`)
  if (isNew && (content !== '' || embeds.length > 0)) faults.push('content or embeds beside Components V2')
  if (isNew && textIn(components) > 4000) faults.push(`${textIn(components)} characters in components, of 4000`)
  const inEmbeds = embeds.reduce((sum, one) => sum + embedSize(one), 0)
  if (inEmbeds > 6000) faults.push(`${inEmbeds} characters in embeds, of 6000`)
  return [...faults, ...embeds.flatMap(embedFaults)]
}

/** A message that holds nothing is none. */
export function isEmpty(body: Json, files: readonly unknown[]): boolean {
  const parts = ['embeds', 'components', 'sticker_ids', 'attachments'].flatMap((name) => list(body[name]))
  return said(body['content']).trim() === '' && parts.length === 0 && files.length === 0 && !body['poll']
}

export function modalFaults(data: unknown): string[] {
  const rows = list(object(data)['components']).map(object)
  const faults = rows.length > 5 ? [`${rows.length} rows in a modal, of 5`] : []
  for (const row of rows) {
    const held = row['type'] === 1 ? list(row['components']).map(object) : [object(row['component'])]
    if (held.length > 1) faults.push('a row of a modal holds one input')
    for (const one of held) {
      if (one['type'] !== 4) continue
      if (row['type'] === 1 && !one['label']) faults.push('an input in a row wants a label')
      if (row['type'] === 18 && one['label']) faults.push('an input in a label has none of its own')
      const [least, most] = [Number(one['min_length'] ?? 0), Number(one['max_length'] ?? 4000)]
      if (least > most) faults.push(`min_length ${least} over max_length ${most}`)
      if (said(one['value']).length > most) faults.push('a value longer than its max_length')
    }
  }
  return [...faults, ...repeated(rows, 'custom_id'), ...allOf(rows).flatMap(selectFaults)]
}

export function choicesFaults(choices: unknown): string[] {
  return list(choices)
    .map(object)
    .flatMap(({ name, value }) => [
      ...(said(name).length < 1 || said(name).length > 100
        ? [`a choice's name of ${said(name).length} characters`]
        : []),
      ...(said(value).length > 100 ? [`a choice's value of ${said(value).length} characters`] : []),
    ])
}

function componentFaults(components: Json[], isNew: boolean): string[] {
  const faults: string[] = []
  if (!isNew && components.length > 5) faults.push(`${components.length} rows, of 5`)
  if (!isNew && components.some((one) => one['type'] !== 1)) faults.push('only rows without the flag of Components V2')
  const all = allOf(components)
  if (all.length > 40) faults.push(`${all.length} components, of 40`)
  for (const one of all) {
    if (one['type'] === 1) faults.push(...rowFaults(list(one['components']).map(object)))
    if (one['type'] === 2) faults.push(...buttonFaults(one))
    if (one['type'] === 9 && list(one['components']).length > 3) faults.push('a section of more than 3 texts')
  }
  return [...faults, ...repeated(components, 'custom_id'), ...all.flatMap(selectFaults)]
}

function rowFaults(held: Json[]): string[] {
  const buttons = held.filter((one) => one['type'] === 2).length
  return buttons === held.length || held.length === 1 ? [] : ['a row holds buttons or one select']
}

function buttonFaults(one: Json): string[] {
  const isLink = one['style'] === 5
  const faults = []
  if (isLink !== Boolean(one['url'])) faults.push('a link has a url, another button none')
  if (isLink === Boolean(one['custom_id'])) faults.push('a link has no custom_id, another button has one')
  if (!one['label'] && !one['emoji']) faults.push('a button without a word or an emoji')
  return faults
}

function selectFaults(one: Json): string[] {
  if (one['type'] !== 3) return []
  const options = list(one['options']).map(object)
  const values = options.map((option) => option['value'])
  const faults = new Set(values).size < values.length ? ['options of a select with the same value'] : []
  const least = Number(one['min_values'] ?? 1)
  const most = Number(one['max_values'] ?? 1)
  if (most > options.length) faults.push(`max_values ${most} of ${options.length} options`)
  if (least > most) faults.push('min_values over max_values')
  if (options.filter((option) => option['default'] === true).length > most) faults.push('more defaults than max_values')
  return faults
}

/** All components, whatever holds them. */
export function allOf(components: readonly unknown[]): Json[] {
  return components.map(object).flatMap((one) => {
    const held = [...list(one['components']), one['accessory'], one['component']].filter((each) => each !== undefined)
    return [one, ...allOf(held)]
  })
}

function textIn(components: Json[]): number {
  return allOf(components)
    .filter((one) => one['type'] === 10)
    .reduce((sum, one) => sum + said(one['content']).length, 0)
}

function repeated(components: Json[], name: string): string[] {
  const values = allOf(components).flatMap((one) => (one[name] ? [said(one[name])] : []))
  const twice = values.find((one, at) => values.indexOf(one) !== at)
  return twice === undefined ? [] : [`the ${name} “${twice}” is there twice`]
}

function embedSize(embed: Json): number {
  const fields = list(embed['fields']).map(object)
  const texts = [
    embed['title'],
    embed['description'],
    object(embed['footer'])['text'],
    object(embed['author'])['name'],
    ...fields.flatMap((one) => [one['name'], one['value']]),
  ]
  return texts.reduce<number>((sum, one) => sum + said(one).length, 0)
}

function embedFaults(embed: Json): string[] {
  const fields = list(embed['fields']).map(object)
  const blank = fields.some((one) => said(one['name']).trim() === '' || said(one['value']).trim() === '')
  const faults = blank ? ['a field of an embed without a name or a value'] : []
  if (embedSize(embed) === 0 && !embed['image'] && !embed['thumbnail']) faults.push('an embed that shows nothing')
  return faults
}

/** What a message shows as its own must come with it. */
function fileFaults(body: Json, files: readonly string[]): string[] {
  const pointed = JSON.stringify(body).matchAll(/"attachment:\/\/([^"]+)"/g)
  return [...pointed].flatMap(([, name]) => (files.includes(name ?? '') ? [] : [`attachment://${name} is not there`]))
}
