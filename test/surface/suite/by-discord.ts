import { Bot } from '../bot.ts'
import { DiscordStandIn } from '../stand-in/discord.ts'
import { slashOf } from '../stand-in/discord-line.ts'
import { buttons, DiscordPerson } from '../stand-in/discord-person.ts'
import { type Asked, ids, loading, type OpenWindow, type ShownMessage } from '../stand-in/discord-state.ts'
import { linesOf } from '../stand-in/discord-words.ts'
import { type Json, list, object, said } from '../stand-in/json.ts'
import { ahead } from './ahead.ts'
import { type FormPage, type Given, Person, type Sent, type Shown } from './person.ts'
import { setUp, type Team } from './team.ts'

const accounts: Readonly<Record<string, string>> = {
  ada: ids.ada,
  grace: '400000000000000003',
  eve: '400000000000000004',
}
const symbols = /^[✓⟳✗○⚠–] /

export async function byDiscord(settings: Record<string, string>): Promise<Team> {
  const discord = await DiscordStandIn.start()
  for (const [name, user] of Object.entries(accounts)) discord.addMember(user, name)
  let bot = await Bot.start({ ...discord.settings, ...settings })
  const person = (name: string) => new OnDiscord(name, discord, new DiscordPerson(discord, accounts[name]))
  const team: Team = {
    get bot() {
      return bot
    },
    ada: person('ada'),
    grace: person('grace'),
    eve: person('eve'),
    account: (name) => `discord:${accounts[name] ?? ''}`,
    letIn: () => Promise.resolve(),
    async later(ms) {
      await bot.stop()
      discord.aheadMs += ms
      bot = await Bot.start({ ...discord.settings, ...settings, ...ahead(discord.aheadMs) }, bot.folder)
    },
    mustBeContent: () => discord.mustBeContent(),
    async stop() {
      await bot.remove()
      await discord.stop()
    },
  }
  await discord.registered()
  await team.ada.asks(`claim ${await bot.says(/claim ([A-Z0-9-]+)/)}`, /Welcome/)
  await setUp(team)
  return team
}

class OnDiscord extends Person {
  readonly #discord: DiscordStandIn
  readonly #hands: DiscordPerson

  constructor(name: string, discord: DiscordStandIn, hands: DiscordPerson) {
    super(name)
    this.#discord = discord
    this.#hands = hands
  }

  seen(): Promise<Shown[]> {
    return Promise.resolve(this.#all())
  }

  isShutOut(): Promise<Shown> {
    return this.asks('overview', /unknown_person|deactivated/)
  }

  elsewhere(): Promise<Person> {
    return Promise.resolve(new OnDiscord(this.name, this.#discord, this.#hands.in(ids.staging)))
  }

  protected until<Found>(look: (seen: readonly Shown[]) => Found | undefined): Promise<Found> {
    return this.#discord.until(() => look(this.#all()))
  }

  /** A command where the commands offer it; what they do not is said to the bot by its name. */
  protected async type(line: string): Promise<void> {
    const slash = slashOf(this.#discord, line)
    if (slash) await this.#settled(await this.#hands.types(slash.command, slash.options))
    else await this.#hands.mentions(line)
  }

  protected async typeUnder(message: Shown, line: string): Promise<void> {
    await this.#hands.in(this.#hands.opensThread(this.#message(message))).mentions(line)
  }

  protected async press(message: Shown, label: string): Promise<void> {
    const asked = await this.#hands.presses(this.#message(message), label)
    const back = await this.#settled(asked)
    if (back && offers(back, 'Yes, do it')) await this.#settled(await this.#hands.presses(back, 'Yes, do it'))
  }

  protected async sendPage(given: Given): Promise<Sent> {
    const window = await this.#window()
    const answer = await this.#discord.answerTo(await this.#hands.submits(window, valuesFor(window, given)))
    if (offers(answer, 'Correct it')) return { is: 'wrong', text: linesOf(this.#discord, answer).join('\n') }
    return { is: offers(answer, 'Continue') ? 'next' : 'done' }
  }

  protected async formPage(): Promise<FormPage | undefined> {
    if (!this.#open && !this.#offering(goingOn)) return undefined
    const window = await this.#window()
    const fields = inputs(window).map((one) => [one.label, standing(one.input)])
    return { title: said(window.view['title']), fields: Object.fromEntries(fields) }
  }

  async goesBack(): Promise<void> {
    await this.#opens(['Back'])
  }

  dismisses(): Promise<void> {
    for (const one of this.#discord.windows) if (one.user === this.#hands.user) one.closed = true
    return Promise.resolve()
  }

  offered(command: string, argument: string, text: string): Promise<string[]> {
    return this.#hands.lookedUp(command, argument, text)
  }

  /** A window cannot follow a window, nor an answer: the newest message that offers one opens it. */
  async #window(): Promise<OpenWindow> {
    if (!this.#open) await this.#opens(goingOn)
    return this.#hands.window()
  }

  get #open(): boolean {
    return this.#discord.windows.findLast((one) => one.user === this.#hands.user)?.closed === false
  }

  /** In what came last. */
  #offering(labels: readonly string[]): ShownMessage | undefined {
    const last = this.#theirs().at(-1)
    return last && labels.some((label) => offers(last, label)) ? last : undefined
  }

  async #opens(labels: readonly string[]): Promise<void> {
    const from = await this.#discord.until(() =>
      this.#theirs().findLast((one) => labels.some((label) => offers(one, label))),
    )
    const label = labels.find((one) => offers(from, one)) ?? ''
    await this.#discord.acknowledged(await this.#hands.presses(from, label))
  }

  /** Until it is answered, by a window or by something to read. */
  async #settled(asked: Asked): Promise<ShownMessage | null> {
    await this.#discord.acknowledged(asked)
    return asked.window ? null : this.#discord.answerTo(asked)
  }

  #message({ id }: Shown): ShownMessage {
    const found = this.#discord.allMessages.find((one) => one.id === id)
    if (!found) throw new Error(`there is no message ${id}`)
    return found
  }

  /** Of the channel and its threads, and of their own conversation; whispers to them. */
  #all(): Shown[] {
    return this.#theirs().flatMap((one) => shown(this.#discord, one))
  }

  #theirs(): ShownMessage[] {
    const { user, channel } = this.#hands
    const direct = this.#discord.direct(user).id
    return this.#discord.allMessages.filter((one) => {
      const parent = this.#discord.channels.get(one.channel)?.parent
      const here = one.channel === channel || one.channel === direct || parent === channel
      const done = one.author === ids.bot && (one.flags & loading) === 0 && !one.deleted
      return here && done && (one.whisperTo ?? user) === user
    })
  }
}

function offers(message: ShownMessage, label: string): boolean {
  return buttons(message).some((one) => one['label'] === label)
}

/** The buttons that open the next window, or the same one again. */
const goingOn = ['Correct it', 'Continue', 'Open the form'] as const

function inputs({ view }: OpenWindow): { label: string; input: Json }[] {
  return list(view['components']).map((one) => {
    const row = object(one)
    return { label: said(row['label']), input: object(row['component']) }
  })
}

/** Each answer under the id of its field, a choice by its words; what another page asks is left out. */
function valuesFor(window: OpenWindow, given: Given): Json {
  return Object.fromEntries(
    inputs(window).flatMap(({ label, input }) => {
      const answer = given[label]
      if (answer === undefined) return []
      const text = typeof answer === 'string' ? answer : answer ? 'yes' : 'no'
      const chosen = optionsOf(input).find((one) => one['label'] === text)
      return [[said(input['custom_id']), chosen ? said(chosen['value']) : text]]
    }),
  )
}

function standing(input: Json): string {
  const chosen = optionsOf(input).filter((one) => one['default'] === true)
  return said(input['value'] ?? chosen[0]?.['label'])
}

function optionsOf(input: Json): Json[] {
  return list(input['options']).map(object)
}

/** A message, and each file that came with it. */
function shown(discord: DiscordStandIn, message: ShownMessage): Shown[] {
  const lines = linesOf(discord, message)
  const [heading = '', ...rest] = lines
  const bare = heading.replace(symbols, '')
  const cut = bare.indexOf(' · ')
  const isThread = (discord.channels.get(message.channel)?.parent ?? null) !== null
  // What matters to everybody is a reply in the channel.
  const answersTo = message.reference === null ? null : said(message.reference['message_id'])
  const about = { under: isThread ? message.channel : answersTo, state: '', lines: [], buttons: [], picture: false }
  return [
    {
      ...about,
      id: message.id,
      title: cut < 0 ? bare : bare.slice(0, cut),
      state: cut < 0 ? '' : bare.slice(cut + 3),
      lines: rest.filter((line) => symbols.test(line)),
      text: lines.join('\n'),
      buttons: buttons(message).map((one) => said(one['label'])),
      file: null,
    },
    ...message.files.map(({ id, name, content }) => {
      const text = content.toString('utf8')
      const picture = content.subarray(1, 4).toString('latin1') === 'PNG'
      return {
        ...about,
        id,
        title: name,
        text: picture ? name : `${name}\n${text}`,
        file: picture ? null : { name, text },
        picture,
      }
    }),
  ]
}
