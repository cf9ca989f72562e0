import { DiscordStandIn } from '../surface/stand-in/discord.ts'
import { slashOf } from '../surface/stand-in/discord-line.ts'
import { DiscordPerson } from '../surface/stand-in/discord-person.ts'
import { ids } from '../surface/stand-in/discord-state.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'

/** A platform of chats, as far as it is measured. */
export interface Chat {
  readonly settings: Record<string, string>
  /** Somebody types a line; settles when it is acknowledged. Then `answered` settles when they read the answer. */
  asks(botUrl: string, line: string): Promise<{ answered(): Promise<unknown> }>
  /** What was called there so far. */
  calls(): string[]
  /** A message in the channel says how its job ended. */
  ended(): boolean
  stop(): Promise<void>
}

export async function slackChat(): Promise<Chat> {
  const slack = await SlackStandIn.start()
  return {
    settings: { ...slack.settings, BOOTSTRAP_ADMINS: 'slack:U1' },
    async asks(botUrl, line) {
      const { response } = await slack.command(botUrl, line)
      return { answered: () => slack.answerTo(response) }
    },
    calls: () => slack.calls.map(({ method }) => method),
    ended: () => slack.messages.some(({ thread, text }) => thread === null && text.includes('success')),
    stop: () => slack.stop(),
  }
}

export async function discordChat(): Promise<Chat> {
  const discord = await DiscordStandIn.start()
  const ada = new DiscordPerson(discord)
  return {
    settings: { ...discord.settings, BOOTSTRAP_ADMINS: `discord:${ids.ada}` },
    async asks(_, line) {
      await discord.registered()
      const slash = slashOf(discord, line)
      if (!slash) throw new Error(`no command of Discord’s says “${line}”`)
      const asked = await ada.types(slash.command, slash.options)
      await discord.acknowledged(asked)
      return { answered: () => discord.answerTo(asked) }
    },
    calls: () => discord.calls.map(({ route }) => route),
    ended: () =>
      discord.messages.some(
        ({ channel, author, embeds }) =>
          channel === ids.operations && author === ids.bot && JSON.stringify(embeds).includes('· success'),
      ),
    stop: () => discord.stop(),
  }
}
