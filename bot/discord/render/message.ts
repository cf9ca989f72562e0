import {
  type APIActionRowComponent,
  type APIAllowedMentions,
  type APIButtonComponent,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { Button, Press } from './buttons.ts'
import type { Drawn } from './embed.ts'
import { escaped } from './escape.ts'
import { limits } from './limits.ts'

export interface DiscordMessage {
  content: string
  embeds: APIEmbed[]
  components: APIActionRowComponent<APIButtonComponent>[]
  allowed_mentions: APIAllowedMentions
}

/** Nobody is called by what stands in a message, whoever wrote it. */
const nobody: APIAllowedMentions = { parse: [] }

/** What is told to these people reaches them; their ids are ours, and not what somebody typed. */
export function calling(people: readonly string[]): APIAllowedMentions {
  return people.length === 0 ? nobody : { parse: [], users: [...new Set(people)].slice(0, 100) }
}

/** The message as Discord takes it, with the ids by which its buttons come back. */
export function assembled(
  drawn: Drawn,
  navigation: readonly Button[],
  idOf: (press: Press) => string,
  above = '',
): DiscordMessage {
  const ids = new Set<string>()
  const component = (button: Button): APIButtonComponent => {
    if ('url' in button)
      return { type: ComponentType.Button, style: ButtonStyle.Link, label: button.label, url: button.url }
    const custom_id = ownId(idOf(button.press), ids)
    return { type: ComponentType.Button, style: button.style, label: button.label, custom_id }
  }
  return {
    content: escaped(above).slice(0, limits.content),
    embeds: [drawn.embed],
    components: [...inRows(drawn.buttons.map(component)), ...inRows(navigation.map(component))],
    allowed_mentions: nobody,
  }
}

/** Two buttons of one message must differ, also where they do the same. */
function ownId(id: string, taken: Set<string>): string {
  let own = id
  for (let at = 1; taken.has(own); at += 1) own = `${at}${id}`
  taken.add(own)
  return own
}

function inRows(buttons: readonly APIButtonComponent[]): APIActionRowComponent<APIButtonComponent>[] {
  const rows: APIActionRowComponent<APIButtonComponent>[] = []
  for (let first = 0; first < buttons.length; first += limits.perRow)
    rows.push({ type: ComponentType.ActionRow, components: buttons.slice(first, first + limits.perRow) })
  return rows
}
