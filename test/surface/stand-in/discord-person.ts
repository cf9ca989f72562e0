import type { DiscordStandIn } from './discord.ts'
import { allOf } from './discord-limits.ts'
import { type Asked, ids, kinds, type OpenWindow, type ShownMessage } from './discord-state.ts'
import { type Filled, givenOf, typedCommand } from './discord-typed.ts'
import { type Json, list, object, said } from './json.ts'

/** Somebody in the server, with the hands that Discord gives them. */
export class DiscordPerson {
  readonly #discord: DiscordStandIn

  constructor(
    discord: DiscordStandIn,
    readonly user: string = ids.ada,
    readonly channel: string = ids.operations,
  ) {
    this.#discord = discord
  }

  in(channel: string): DiscordPerson {
    return new DiscordPerson(this.#discord, this.user, channel)
  }

  /** In the direct channel with the bot. */
  apart(): DiscordPerson {
    return this.in(this.#discord.direct(this.user).id)
  }

  /** Picks a command, fills in its options, and reads the answer: `asks('server show', { server: 'box1' })`. */
  async asks(command: string, options: Filled = {}): Promise<ShownMessage> {
    return this.#discord.answerTo(await this.types(command, options))
  }

  /** Picks a command and sends it; what Discord itself holds back throws. */
  async types(command: string, options: Filled = {}): Promise<Asked> {
    await this.#discord.registered()
    const data = typedCommand(this.#discord, this.channel, command, options)
    return this.#does({ type: 2 }, data)
  }

  /** What is offered for an option that is being typed. */
  async lookedUp(command: string, option: string, text: string, options: Filled = {}): Promise<string[]> {
    return (await this.completions(command, option, text, options)).map((one) => said(one.value))
  }

  async completions(command: string, option: string, text: string, options: Filled = {}) {
    await this.#discord.registered()
    const data = typedCommand(this.#discord, this.channel, command, { ...options, [option]: text }, option)
    const asked = await this.#does({ type: 4 }, data)
    return this.#discord.until(() => asked.choices ?? undefined)
  }

  /** Presses a button by its words. */
  async presses(where: ShownMessage, label: string): Promise<Asked> {
    const button = buttons(where).find((one) => one['label'] === label)
    if (!button) throw new Error(`there is no button “${label}” in ${JSON.stringify(where.components)}`)
    if (button['disabled'] === true) throw new Error(`the button “${label}” cannot be pressed`)
    if (!button['custom_id']) throw new Error(`the button “${label}” is a link to ${said(button['url'])}`)
    return this.#touches(where, { custom_id: button['custom_id'], component_type: 2 })
  }

  /** Picks values of the select that offers them. */
  async selects(where: ShownMessage, ...values: string[]): Promise<Asked> {
    const offers = (one: Json) => list(one['options']).map((option) => said(object(option)['value']))
    const select = allOf(where.components).find(
      (one) => one['type'] === 3 && values.every((value) => offers(one).includes(value)),
    )
    if (!select || select['disabled'] === true) throw new Error(`no select offers ${values.join(', ')}`)
    return this.#touches(where, { custom_id: select['custom_id'], component_type: 3, values })
  }

  /** Sends a window with what was filled in; Discord itself holds back what lacks an answer. */
  async submits(window: OpenWindow, values: Json = {}): Promise<Asked> {
    if (window.closed) throw new Error('the window is closed')
    const components = givenOf(window, values)
    window.closed = true
    const { source, channel } = window.asked
    return this.#does({ type: 5, source, channel }, { custom_id: window.view['custom_id'], components })
  }

  /** The newest window of theirs. */
  window(after = 0): Promise<OpenWindow> {
    return this.#discord.until(() =>
      this.#discord.windows.slice(after).findLast((one) => one.user === this.user && !one.closed),
    )
  }

  /** Says the bot's name and a line. */
  mentions(text: string): Promise<ShownMessage> {
    return this.says(`<@${ids.bot}> ${text}`)
  }

  direct(text: string): Promise<ShownMessage> {
    return this.apart().says(text)
  }

  /** Writes into the channel. */
  async says(content: string, answersTo?: ShownMessage): Promise<ShownMessage> {
    await this.#discord.ready()
    const reference = answersTo ? { type: 0, channel_id: this.channel, message_id: answersTo.id } : null
    const pings = [...content.matchAll(/<@!?(\d+)>/g)].map((one) => one[1] ?? '')
    const message = this.#discord.say(this.user, this.channel, { content, pings, reference })
    this.#discord.telling.message('MESSAGE_CREATE', message)
    return message
  }

  /** Begins a thread below a message, unless there is one. */
  opensThread({ id, channel }: ShownMessage): string {
    const parent = this.#discord.channels.get(channel)
    if (parent?.parent) return parent.id
    if (!this.#discord.channels.has(id)) {
      const made = this.#discord.addChannel(id, 'Details', {
        kind: kinds.publicThread,
        guild: parent?.guild ?? null,
        parent: channel,
      })
      const told = { ...this.#discord.shapes.channel(made), newly_created: true }
      this.#discord.telling.about('THREAD_CREATE', told, made)
    }
    return id
  }

  /** All that they see where they are: what is said to everybody, and what is whispered to them. */
  sees(): ShownMessage[] {
    return this.#discord.allMessages.filter(
      (one) => one.channel === this.channel && !one.deleted && (one.whisperTo ?? this.user) === this.user,
    )
  }

  /** The threads under where they are. */
  threads() {
    return [...this.#discord.channels.values()].filter(
      (one) => one.parent === this.channel && (one.kind === kinds.publicThread || one.kind === kinds.privateThread),
    )
  }

  #touches(where: ShownMessage, data: Json): Promise<Asked> {
    if (where.deleted) throw new Error('the message is gone')
    if (where.whisperTo !== null && where.whisperTo !== this.user) throw new Error('somebody else’s whisper')
    return this.#does({ type: 3, source: where, channel: where.channel }, data)
  }

  async #does(what: Pick<Asked, 'type'> & Partial<Asked>, data: Json): Promise<Asked> {
    await this.#discord.ready()
    const asked = this.#discord.ask({ user: this.user, channel: this.channel, ...what, data })
    this.#discord.telling.interaction(asked)
    return asked
  }
}

/** All the words that somebody reads now: of a message, what it shows and not what it showed. */
export function words(shown: unknown): string {
  const one = object(shown)
  if (!('history' in one)) return JSON.stringify(shown)
  const files = list(one['files']).map((file) => object(file)['name'])
  return JSON.stringify({ content: one['content'], embeds: one['embeds'], components: one['components'], files })
}

export function buttons({ components }: Pick<ShownMessage, 'components'>): Json[] {
  return allOf(components).filter((one) => one['type'] === 2)
}
