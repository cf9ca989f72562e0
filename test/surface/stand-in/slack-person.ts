import { randomUUID } from 'node:crypto'
import { type Json, list, object, said } from './json.ts'
import type { Delivered, SlackStandIn } from './slack.ts'
import type { OpenWindow, ShownMessage } from './slack-state.ts'

/** What somebody reads: their own answer at its address, a whisper, or a message. */
export interface Seen {
  text: string
  blocks: unknown[]
}

/** Somebody in the workspace, with the hands that Slack gives them. */
export class SlackPerson {
  readonly #slack: SlackStandIn
  readonly #bot: () => string

  constructor(
    slack: SlackStandIn,
    bot: () => string,
    readonly user = 'U1',
    readonly channel = 'C1',
    readonly team = 'T1',
  ) {
    this.#slack = slack
    this.#bot = bot
  }

  in(channel: string): SlackPerson {
    return new SlackPerson(this.#slack, this.#bot, this.user, channel, this.team)
  }

  /** Types a command and reads what only they see. */
  async asks(text: string, more: Json = {}): Promise<Seen> {
    return seen(await this.#slack.answerTo(await this.types(text, more)))
  }

  /** Types a command; answers the address of the answer. */
  async types(text: string, more: Json = {}): Promise<string> {
    const where = { user_id: this.user, channel_id: this.channel, team_id: this.team }
    const { status, response } = await this.#slack.command(this.#bot(), text, { ...where, ...more })
    if (status !== 200) throw new Error(`the bot answered ${status}`)
    return response
  }

  mentions(text: string, more: Json = {}): Promise<Delivered> {
    return this.happens({ type: 'app_mention', text: `<@UBOT> ${text}`, ...more })
  }

  direct(text: string): Promise<Delivered> {
    return this.happens({ type: 'message', channel_type: 'im', channel: `D${this.user}`, text })
  }

  opensHome(): Promise<Delivered> {
    return this.happens({ type: 'app_home_opened', tab: 'home', channel: `D${this.user}` })
  }

  happens(event: Json, id = `Ev${randomUUID()}`, headers: Record<string, string> = {}): Promise<Delivered> {
    const payload = {
      type: 'event_callback',
      team_id: 'T1',
      api_app_id: 'A1',
      event_id: id,
      event_time: 1_700_000_000,
      authorizations: [{ team_id: 'T1', user_id: 'UBOT', is_bot: true }],
      event: { user: this.user, team: this.team, channel: this.channel, ts: this.#slack.nextTs(), ...event },
    }
    return this.#slack.deliver(this.#bot(), 'events_api', payload, headers)
  }

  /** Presses a button by its words; answers the address of its answer. */
  async presses(where: Seen | ShownMessage, label: string, more: Json = {}): Promise<string> {
    const button = buttons(where.blocks).find((one) => object(one['text'])['text'] === label)
    if (!button) throw new Error(`there is no button “${label}” in ${JSON.stringify(where.blocks)}`)
    const response = randomUUID()
    const message = 'ts' in where ? where : null
    await this.#slack.deliver(this.#bot(), 'interactive', {
      type: 'block_actions',
      ...this.#who(),
      trigger_id: this.#slack.trigger(this.user),
      response_url: `${this.#slack.url}/response/${response}`,
      channel: { id: message?.channel ?? this.channel, name: 'operations' },
      container: {
        type: 'message',
        message_ts: message?.ts ?? this.#slack.nextTs(),
        channel_id: message?.channel ?? this.channel,
        is_ephemeral: message === null,
        ...(message?.thread ? { thread_ts: message.thread } : {}),
      },
      actions: [{ type: 'button', block_id: 'b', action_ts: '1700000000.1', ...button }],
      ...more,
    })
    return response
  }

  /** Sends a window with what was filled in; Slack itself holds back what lacks an answer. */
  async submits(window: OpenWindow, values: Json = {}): Promise<Json> {
    const { body } = await this.#slack.deliver(this.#bot(), 'interactive', {
      type: 'view_submission',
      ...this.#who(),
      trigger_id: this.#slack.trigger(this.user),
      view: this.#view(window, filled(window, values, true)),
      response_urls: [],
    })
    if (body['response_action'] === 'update') {
      this.#slack.checkView(body['view'])
      this.#slack.change(window, object(body['view']))
    } else if (body['response_action'] !== 'errors') window.closed = true
    return body
  }

  async goesBack(window: OpenWindow, values: Json = {}): Promise<void> {
    const before = window.hash
    await this.#slack.deliver(this.#bot(), 'interactive', {
      type: 'block_actions',
      ...this.#who(),
      trigger_id: this.#slack.trigger(this.user),
      container: { type: 'view', view_id: window.id },
      view: this.#view(window, filled(window, values, false)),
      actions: [{ type: 'button', block_id: 'back', action_id: 'back', action_ts: '1700000000.2' }],
    })
    await this.#slack.until(() => window.hash !== before || undefined)
  }

  /** What a select offers for what was typed. */
  async lookedUp(window: OpenWindow, field: string, text: string): Promise<string[]> {
    const { action_id } = object(inputs(window).find((one) => one['block_id'] === field)?.['element'])
    const { body } = await this.#slack.deliver(this.#bot(), 'interactive', {
      type: 'block_suggestion',
      ...this.#who(),
      action_id,
      block_id: field,
      value: text,
      container: { type: 'view', view_id: window.id },
      view: this.#view(window, {}),
    })
    return list(body['options']).map((one) => said(object(one)['value']))
  }

  async shortcut(message?: { text: string; ts: string }): Promise<string> {
    const response = randomUUID()
    const where = message
      ? {
          type: 'message_action',
          callback_id: 'ask_about',
          channel: { id: this.channel },
          message,
          message_ts: message.ts,
          response_url: `${this.#slack.url}/response/${response}`,
        }
      : { type: 'shortcut', callback_id: 'ask' }
    await this.#slack.deliver(this.#bot(), 'interactive', {
      ...where,
      ...this.#who(),
      trigger_id: this.#slack.trigger(this.user),
    })
    return response
  }

  /** The newest window of theirs. */
  window(after = 0): Promise<OpenWindow> {
    return this.#slack.until(() =>
      this.#slack.windows.slice(after).find((one) => one.user === this.user && !one.closed),
    )
  }

  #who() {
    return { user: { id: this.user, team_id: this.team, username: 'ada' }, team: { id: 'T1' }, api_app_id: 'A1' }
  }

  #view({ id, hash, view }: OpenWindow, values: Json): Json {
    return { ...view, id, hash, root_view_id: id, team_id: 'T1', state: { values } }
  }
}

export function seen(body: Json): Seen {
  return { text: said(body['text']), blocks: list(body['blocks']) }
}

/** All the words that somebody reads. */
export function words(shown: { blocks: unknown[]; text?: string } | Json): string {
  return JSON.stringify(shown)
}

export function buttons(blocks: unknown[]): Json[] {
  return blocks
    .map(object)
    .filter((block) => block['type'] === 'actions')
    .flatMap((block) => list(block['elements']).map(object))
}

export function inputs(window: OpenWindow): Json[] {
  return list(window.view['blocks'])
    .map(object)
    .filter((block) => block['type'] === 'input')
}

/** What Slack sends of each input: what was typed, or what stood there. */
function filled(window: OpenWindow, values: Json, all: boolean): Json {
  const state: Json = {}
  const known = new Set(inputs(window).map((one) => said(one['block_id'])))
  for (const name of Object.keys(values)) if (!known.has(name)) throw new Error(`the window does not ask for ${name}`)
  for (const one of inputs(window)) {
    const name = said(one['block_id'])
    const element = object(one['element'])
    const answer = answerOf(element, values[name])
    if (all && one['optional'] !== true && answer['empty'] === true)
      throw new Error(`Slack holds back a window without ${name}`)
    const { empty: _, ...given } = answer
    state[name] = { [said(element['action_id'])]: { type: element['type'], ...given } }
  }
  return state
}

function answerOf(element: Json, given: unknown): Json {
  const text = { type: 'plain_text', text: said(given) }
  switch (element['type']) {
    case 'checkboxes': {
      const chosen =
        given === undefined ? list(element['initial_options']) : given === true ? [{ text, value: 'yes' }] : []
      return { selected_options: chosen }
    }
    case 'static_select':
    case 'external_select': {
      const chosen = given === undefined ? (element['initial_option'] ?? null) : { text, value: said(given) }
      return { selected_option: chosen, empty: chosen === null }
    }
    case 'multi_static_select': {
      const chosen =
        given === undefined ? list(element['initial_options']) : list(given).map((value) => ({ text, value }))
      return { selected_options: chosen, empty: chosen.length === 0 }
    }
    default: {
      const value = given ?? element['initial_value'] ?? null
      return { value: value === '' ? null : value, empty: value === null || value === '' }
    }
  }
}
