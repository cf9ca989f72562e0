import {
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  Routes,
} from 'discord.js'
import type { Api } from './api.ts'
import type { Way } from './arrived.ts'
import type { DiscordMessage } from './render/message.ts'

/** Discord takes it for three seconds. */
const patienceMs = 3000

/** The first answer to what somebody did: Discord waits three seconds for it, and takes one. */
export class First {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** "Is thinking", for the asker's eyes. */
  thinks(way: Way): Promise<void> {
    return this.#answer(way, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: { flags: MessageFlags.Ephemeral },
    })
  }

  /** What the button belongs to is written anew, soon. */
  turns(way: Way): Promise<void> {
    return this.#answer(way, { type: InteractionResponseType.DeferredMessageUpdate })
  }

  window(way: Way, data: APIModalInteractionResponseCallbackData): Promise<void> {
    return this.#answer(way, { type: InteractionResponseType.Modal, data })
  }

  /** At once; `instead` of the whisper whose button was pressed. */
  whispers(way: Way, message: DiscordMessage, instead = false): Promise<void> {
    return instead
      ? this.#answer(way, { type: InteractionResponseType.UpdateMessage, data: message })
      : this.#answer(way, {
          type: InteractionResponseType.ChannelMessageWithSource,
          data: { ...message, flags: MessageFlags.Ephemeral },
        })
  }

  offers(way: Way, choices: { name: string; value: string }[]): Promise<void> {
    return this.#answer(way, { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } })
  }

  async #answer({ interaction }: Way, body: APIInteractionResponse): Promise<void> {
    if (interaction === null) return
    const signal = AbortSignal.timeout(patienceMs)
    const route = Routes.interactionCallback(interaction.id, interaction.token)
    await this.#api.once('post', route, { body, public: true, signal })
  }
}
