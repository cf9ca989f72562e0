import type { APIModalInteractionResponseCallbackData } from 'discord.js'
import type { DiscordMessage } from '../../../bot/discord/render/message.ts'
import { allStrings } from '../render/strings.ts'

/** What Discord would refuse of a message, by its own words of what it takes. */
export function discordFaults({ content, embeds, components, allowed_mentions }: DiscordMessage): string[] {
  const faults: string[] = []
  const must = (good: boolean, what: string) => void (good || faults.push(what))
  must(content.length <= 2000, 'content over 2000')
  must((allowed_mentions.parse ?? []).length === 0, 'somebody may be pinged')
  must(embeds.length <= 10, 'over 10 embeds')
  let all = 0
  for (const { title, description, fields = [], footer, image } of embeds) {
    must(title === undefined || (title.trim() !== '' && title.length <= 256), 'title')
    must(description === undefined || (description.trim() !== '' && description.length <= 4096), 'description')
    must(fields.length <= 25, 'over 25 fields')
    for (const { name, value } of fields) {
      must(name.trim() !== '' && name.length <= 256, 'name of a field')
      must(value.trim() !== '' && value.length <= 1024, 'value of a field')
      all += name.length + value.length
    }
    must(footer === undefined || (footer.text.trim() !== '' && footer.text.length <= 2048), 'footer')
    must(!image || URL.canParse(image.url), 'image')
    must(title !== undefined || description !== undefined, 'an empty embed')
    all += (title?.length ?? 0) + (description?.length ?? 0) + (footer?.text.length ?? 0)
  }
  must(all <= 6000, `embeds of ${all} characters`)
  must(components.length <= 5, `${components.length} rows`)
  const ids = components.flatMap((row) => row.components.flatMap((one) => ('custom_id' in one ? [one.custom_id] : [])))
  must(new Set(ids).size === ids.length, 'an id twice')
  for (const row of components) {
    must(row.components.length > 0 && row.components.length <= 5, 'a row of buttons')
    for (const one of row.components) {
      const label = 'label' in one ? (one.label ?? '') : ''
      must(label.trim() !== '' && label.length <= 80, 'label of a button')
      if ('custom_id' in one) must(one.custom_id.length > 0 && one.custom_id.length <= 100, 'id of a button')
      if ('url' in one) must(one.url.length <= 512 && /^https?:/.test(one.url), 'address of a button')
    }
  }
  for (const one of allStrings({ content, embeds, components })) must(one.isWellFormed(), `half a character in ${one}`)
  return faults
}

/** What Discord would refuse of a window. */
export function windowFaults({ title, custom_id, components }: APIModalInteractionResponseCallbackData): string[] {
  const faults: string[] = []
  const must = (good: boolean, what: string) => void (good || faults.push(what))
  must(title.trim() !== '' && title.length <= 45, 'title')
  must(custom_id.length <= 100, 'id')
  must(components.length > 0 && components.length <= 5, `${components.length} rows`)
  for (const row of components) {
    if (row.type !== 18) continue
    must(row.label.trim() !== '' && row.label.length <= 45, 'label')
    must(row.description === undefined || (row.description !== '' && row.description.length <= 100), 'description')
    const { component } = row
    if (component.type === 4) must((component.value ?? '').length <= 4000, 'value')
    if (component.type !== 3) continue
    must(component.options.length > 0 && component.options.length <= 25, `${component.options.length} options`)
    for (const one of component.options) {
      must(one.label.trim() !== '' && one.label.length <= 100, 'label of an option')
      must(one.value !== '' && one.value.length <= 100, 'value of an option')
    }
    const chosen = component.options.filter((one) => one.default === true).length
    must(chosen <= (component.max_values ?? 1), 'more chosen than may be')
  }
  return faults
}
