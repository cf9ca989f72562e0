import { Bot } from '../bot.ts'
import { type Json, list, object, said } from '../stand-in/json.ts'
import { SlackStandIn, type Transport } from '../stand-in/slack.ts'
import { buttons, inputs, SlackPerson } from '../stand-in/slack-person.ts'
import type { OpenWindow } from '../stand-in/slack-state.ts'
import { ahead } from './ahead.ts'
import { type FormPage, type Given, Person, type Sent, type Shown } from './person.ts'
import { setUp, type Team } from './team.ts'

const accounts: Readonly<Record<string, string>> = { ada: 'U1', grace: 'U2', eve: 'U3' }
const symbols = /^[✓⟳✗○⚠–] /

export async function bySlack(settings: Record<string, string>): Promise<Team> {
  const { team } = await inSlack(settings)
  await claim(team)
  await setUp(team)
  return team
}

/** Ada is an admin from then on. */
export async function claim({ ada, bot }: Team): Promise<void> {
  await ada.asks(`claim ${await bot.says(/claim ([A-Z0-9-]+)/)}`, /Welcome/)
}

/** With an empty store: nobody is known yet. */
export async function inSlack(
  settings: Record<string, string>,
  transport: Transport = 'http',
): Promise<{ team: Team; slack: SlackStandIn }> {
  const slack = await SlackStandIn.start()
  slack.transport = transport
  for (const [name, user] of Object.entries(accounts)) slack.people.set(user, { real_name: name })
  let bot = await Bot.start({ ...slack.settings, ...settings })
  const person = (name: string) => new OnSlack(name, slack, new SlackPerson(slack, () => bot.url, accounts[name] ?? ''))
  const team: Team = {
    get bot() {
      return bot
    },
    ada: person('ada'),
    grace: person('grace'),
    eve: person('eve'),
    account: (name) => `slack:${accounts[name] ?? ''}`,
    letIn: () => Promise.resolve(),
    async later(ms) {
      await bot.stop()
      slack.aheadMs += ms
      bot = await Bot.start({ ...slack.settings, ...settings, ...ahead(slack.aheadMs) }, bot.folder)
    },
    mustBeContent: () => slack.mustBeContent(),
    async stop() {
      await bot.remove()
      await slack.stop()
    },
  }
  return { team, slack }
}

class OnSlack extends Person {
  readonly #slack: SlackStandIn
  readonly #hands: SlackPerson
  /** Where their own answers come. */
  readonly #addresses = new Set<string>()
  /** What stands in a window that Slack keeps open, because something was wrong. */
  #typed: Given = {}

  constructor(name: string, slack: SlackStandIn, hands: SlackPerson) {
    super(name)
    this.#slack = slack
    this.#hands = hands
  }

  seen(): Promise<Shown[]> {
    return Promise.resolve(this.#all())
  }

  isShutOut(): Promise<Shown> {
    return this.asks('overview', /unknown_person|deactivated/)
  }

  elsewhere(): Promise<Person> {
    return Promise.resolve(new OnSlack(this.name, this.#slack, this.#hands.in('C2')))
  }

  protected until<Found>(look: (seen: readonly Shown[]) => Found | undefined): Promise<Found> {
    return this.#slack.until(() => look(this.#all()))
  }

  protected async type(line: string): Promise<void> {
    const arrives = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    this.#addresses.add(await this.#hands.types(arrives, { user_name: this.name }))
  }

  protected async typeUnder(message: Shown, line: string): Promise<void> {
    await this.#hands.mentions(line, { thread_ts: message.id })
  }

  protected async press(message: Shown, label: string): Promise<void> {
    const there = this.#slack.messages.find(({ ts }) => ts === message.id) ?? {
      text: '',
      blocks: this.#blocks(message),
    }
    this.#addresses.add(await this.#hands.presses(there, label))
  }

  protected async sendPage(given: Given): Promise<Sent> {
    const window = await this.#hands.window()
    const body = await this.#hands.submits(window, valuesFor(window, { ...this.#typed, ...given }))
    const errors = Object.entries(object(body['errors'] ?? {}))
    const labels = new Map(inputs(window).map((one) => [said(one['block_id']), labelOf(one)]))
    this.#typed = body['response_action'] === 'errors' ? { ...this.#typed, ...given } : {}
    if (body['response_action'] === 'errors')
      return { is: 'wrong', text: errors.map(([name, why]) => `${labels.get(name) ?? name}: ${said(why)}`).join('\n') }
    return { is: window.closed ? 'done' : 'next' }
  }

  protected formPage(): Promise<FormPage | undefined> {
    const window = this.#slack.windows.find((one) => one.user === this.#hands.user && !one.closed)
    if (!window) return Promise.resolve(undefined)
    const fields = inputs(window).map((one) => [labelOf(one), standing(object(one['element']))])
    const title = list(window.view['blocks']).map((one) => readable(object(one)))
    return Promise.resolve({ title: title.join('\n'), fields: { ...Object.fromEntries(fields), ...this.#typed } })
  }

  async goesBack(): Promise<void> {
    await this.#hands.goesBack(await this.#hands.window())
  }

  dismisses(): Promise<void> {
    for (const one of this.#slack.windows) if (one.user === this.#hands.user) one.closed = true
    return Promise.resolve()
  }

  /** A window looks it up. */
  async offered(command: string, argument: string, text: string): Promise<string[]> {
    await this.type(command)
    const window = await this.#hands.window()
    const found = await this.#hands.lookedUp(window, argument, text)
    window.closed = true
    return found
  }

  /** Messages and files of the channel and of their own conversation, whispers to them, answers to what they asked. */
  #all(): Shown[] {
    const { user, channel } = this.#hands
    const { messages, whispers, files, answers } = this.#slack
    const mine = (where: string | null) => where === channel || where === `D${user}`
    return [
      ...messages.filter((one) => mine(one.channel)).map(({ ts, thread, blocks }) => shown(ts, thread, blocks)),
      ...files
        .filter((one) => mine(one.channel))
        .map(({ id, name, title, content, thread }) => ({
          ...shown(id, thread, []),
          title,
          text: `${title}\n${name}\n${content}`,
          file: name.endsWith('.png') ? null : { name, text: content },
          picture: content.slice(1, 4) === 'PNG',
        })),
      ...whispers.flatMap((one, at) =>
        one.user === user && mine(one.channel) ? [shown(`whisper:${at}`, one.thread, one.blocks)] : [],
      ),
      ...answers.flatMap(({ response, body }, at) =>
        this.#addresses.has(response)
          ? [shown(`answer:${at}`, body['thread_ts'] ? said(body['thread_ts']) : null, list(body['blocks']))]
          : [],
      ),
    ]
  }

  #blocks({ id }: Shown): unknown[] {
    const [kind, at] = id.split(':')
    const { whispers, answers } = this.#slack
    return kind === 'whisper' ? (whispers[Number(at)]?.blocks ?? []) : list(answers[Number(at)]?.body['blocks'])
  }
}

function shown(id: string, thread: string | null, blocks: readonly unknown[]): Shown {
  const read = blocks.map((block) => readable(object(block)).trim()).filter((text) => text !== '')
  const [heading = '', ...rest] = read
  const bare = heading.replace(symbols, '')
  const cut = bare.indexOf(' · ')
  return {
    id,
    under: thread,
    title: cut < 0 ? bare : bare.slice(0, cut),
    state: cut < 0 ? '' : bare.slice(cut + 3),
    lines: rest.flatMap((text) => text.split('\n')).filter((line) => symbols.test(line)),
    text: read.join('\n'),
    buttons: buttons([...blocks]).map((one) => said(object(one['text'])['text'])),
    file: null,
    picture: false,
  }
}

/** The words of a block as people read them; buttons are no words. */
function readable(block: Json): string {
  switch (block['type']) {
    case 'actions':
      return ''
    case 'text':
    case 'plain_text':
    case 'mrkdwn':
    case 'link':
      return said(block['text'])
    case 'user':
      return `@${said(block['user_id'])}`
    case 'date':
      return said(block['fallback'])
    case undefined:
      return ''
    default:
      return [...list(block['elements']), ...list(block['fields']), block['text']]
        .map((one) => readable(object(one)))
        .join(/^rich_text(_list)?$/.test(said(block['type'])) ? '\n' : '')
  }
}

function labelOf(input: Json): string {
  return said(object(input['label'])['text'])
}

/** Each answer under the name of the field whose words it bears; what another page asks is left out. */
function valuesFor(window: OpenWindow, given: Given): Json {
  const asked = inputs(window).filter((one) => labelOf(one) in given)
  return Object.fromEntries(asked.map((one) => [said(one['block_id']), given[labelOf(one)]]))
}

function standing(element: Json): string {
  const option = object(element['initial_option'] ?? list(element['initial_options'])[0] ?? {})
  return said(element['initial_value'] ?? option['value'])
}
