import type { Button, Press } from '../../../bot/discord/render/buttons.ts'
import { draw } from '../../../bot/discord/render/embed.ts'
import { keyedId, plainId } from '../../../bot/discord/render/ids.ts'
import { assembled, type DiscordMessage } from '../../../bot/discord/render/message.ts'
import type { Reader } from '../../../bot/presenter/plain.ts'
import type { Attachment, Card } from '../../../core/card/card.ts'

const key = 'discord:stash:01990000-0000-7000-8000-000000000000'

/** A card as it is sent, with a key in place of what the store keeps. */
export function sent(
  card: Card,
  reader: Reader,
  page = 0,
  expanded = false,
): DiscordMessage & { files: Attachment[]; kept: string[] } {
  const drawn = draw(card, reader, page, expanded)
  const idOf = (press: Press) => plainId(press) ?? keyedId(press, key)
  return { ...assembled(drawn, drawn.navigation, idOf), files: drawn.files, kept: drawn.buttons.flatMap(sureOf) }
}

/** What is asked before it is done stands in the store, and is shown when the button is pressed. */
function sureOf(button: Button): string[] {
  return 'press' in button && 'sure' in button.press ? [button.press.sure ?? ''] : []
}
