import { randomUUID } from 'node:crypto'
import { messageFaults, viewFaults } from '../../unit/render/slack-limits.ts'
import { type Json, list, object, said } from './json.ts'
import type { SlackState } from './slack-state.ts'

export const botToken = 'xoxb-of-the-stand-in'
export const appToken = 'xapp-of-the-stand-in'

/** One method of the Web API: what it changes and what it answers. */
type Method = (state: SlackState, body: Json, tools: Tools) => Json

export interface Tools {
  url: string
  fault(text: string): void
}

const refused = (error: string): Json => ({ ok: false, error })

const methods: Record<string, Method> = {
  'auth.test': () => ({
    ok: true,
    url: 'https://acme.slack.com/',
    team: 'Acme',
    team_id: 'T1',
    user: 'pilothouse',
    user_id: 'UBOT',
    bot_id: 'B1',
  }),
  'apps.connections.open': (_state, _body, { url }) => ({ ok: true, url: `${url.replace('http', 'ws')}/socket` }),
  'users.info': (state, { user }) => {
    const known = state.people.get(said(user))
    if (known?.['unknown'] === true) return refused('user_not_found')
    return {
      ok: true,
      user: { id: user, team_id: 'T1', name: said(user).toLowerCase(), real_name: said(user), ...known },
    }
  },
  'conversations.info': (state, { channel }) => {
    const id = said(channel)
    if (id.startsWith('D')) return { ok: true, channel: { id, is_im: true } }
    if (id.startsWith('G')) return refused('channel_not_found')
    return { ok: true, channel: { id, is_channel: true, is_member: state.joined.has(id) } }
  },
  'conversations.open': (_state, { users }) => ({ ok: true, channel: { id: `D${said(users)}` } }),
  'conversations.history': (state, { channel, oldest }) =>
    found(state, oldest, (one) => one.channel === channel && one.thread === null),
  'conversations.replies': (state, { channel, ts, oldest }) =>
    found(state, oldest, (one) => one.channel === channel && (one.thread === ts || one.ts === ts)),
  'chat.postMessage': (state, body, tools) => {
    const channel = said(body['channel'])
    if (!mayPost(state, channel)) return refused('not_in_channel')
    check(messageFaults(body), 'chat.postMessage', tools)
    check(threadFaults(body), 'chat.postMessage', tools)
    const message = {
      channel,
      ts: state.nextTs(),
      text: said(body['text']),
      blocks: list(body['blocks']),
      thread: threadOf(body),
      metadata: body['metadata'] ?? null,
      broadcast: said(body['reply_broadcast']) === 'true',
      edits: 0,
      history: [said(body['text'])],
    }
    state.messages.push(message)
    return { ok: true, channel, ts: message.ts, message: { text: message.text } }
  },
  'chat.getPermalink': (state, { channel, message_ts }) => {
    const message = state.messages.find((one) => one.ts === message_ts && one.channel === channel)
    if (!message) return refused('message_not_found')
    return {
      ok: true,
      channel,
      permalink: `https://acme.slack.com/archives/${message.channel}/p${message.ts.replace('.', '')}`,
    }
  },
  'chat.update': (state, body, tools) => {
    const message = state.messages.find((one) => one.ts === body['ts'] && one.channel === body['channel'])
    if (!message) return refused('message_not_found')
    check(messageFaults(body), 'chat.update', tools)
    message.text = said(body['text'])
    message.blocks = list(body['blocks'])
    message.edits += 1
    message.history.push(message.text)
    return { ok: true, channel: message.channel, ts: message.ts, text: message.text }
  },
  'chat.postEphemeral': (state, body, tools) => {
    const channel = said(body['channel'])
    if (!mayPost(state, channel)) return refused('not_in_channel')
    check(messageFaults(body), 'chat.postEphemeral', tools)
    state.whispers.push({
      channel,
      user: said(body['user']),
      thread: threadOf(body),
      text: said(body['text']),
      blocks: list(body['blocks']),
    })
    return { ok: true, message_ts: state.nextTs() }
  },
  'views.open': (state, { trigger_id, view }, tools) => {
    const trigger = state.useTrigger(said(trigger_id))
    if ('error' in trigger) return refused(trigger.error)
    check(viewFaults(view), 'views.open', tools)
    const { id, hash } = state.window(object(view), trigger.user)
    return { ok: true, view: { ...object(view), id, hash } }
  },
  'views.update': (state, { view_id, hash, view }, tools) => {
    const open = state.windows.find((one) => one.id === view_id && !one.closed)
    if (!open) return refused('not_found')
    if (hash !== undefined && hash !== open.hash) return refused('hash_conflict')
    check(viewFaults(view), 'views.update', tools)
    state.change(open, object(view))
    return { ok: true, view: { ...object(view), id: open.id, hash: open.hash } }
  },
  'views.publish': (state, { user_id, view }, tools) => {
    check(viewFaults(view), 'views.publish', tools)
    state.homes.set(said(user_id), object(view))
    return { ok: true, view }
  },
  'files.getUploadURLExternal': (state, { filename }, { url }) => {
    const id = `F${randomUUID()}`
    state.files.push({
      id,
      ts: state.nextTs(),
      name: said(filename),
      title: '',
      content: '',
      channel: null,
      thread: null,
    })
    return { ok: true, upload_url: `${url}/upload/${id}`, file_id: id }
  },
  'files.completeUploadExternal': (state, body) => {
    const channel = said(body['channel_id'])
    if (!mayPost(state, channel)) return refused('not_in_channel')
    const done = list(body['files']).map(object)
    for (const { id, title } of done) {
      const file = state.files.find((one) => one.id === id)
      if (!file) return refused('file_not_found')
      file.title = said(title)
      file.channel = channel
      file.thread = threadOf(body)
    }
    return { ok: true, files: done }
  },
}

/** Unknown methods and messages that Slack would not take are told, and fail the test. */
export function call(state: SlackState, method: string, body: Json, token: string, tools: Tools): Json {
  const known = methods[method]
  if (!known) {
    tools.fault(`${method} is no method that the stand-in knows`)
    return refused('unknown_method')
  }
  if (token !== (method === 'apps.connections.open' ? appToken : botToken)) return refused('invalid_auth')
  return known(state, body, tools)
}

type Where = Pick<SlackState['messages'][number], 'channel' | 'thread' | 'ts'>

function mayPost(state: SlackState, channel: string): boolean {
  return channel.startsWith('D') || channel.startsWith('U') || state.joined.has(channel)
}

function found(state: SlackState, oldest: unknown, wanted: (one: Where) => boolean): Json {
  const files = state.files
    .filter((file) => file.channel !== null && wanted({ channel: file.channel, thread: file.thread, ts: file.ts }))
    .map(({ ts, name }) => ({ ts, text: '', files: [{ name }] }))
  const messages = state.messages
    .filter((one) => wanted(one) && Number(one.ts) >= Number(oldest ?? 0))
    .map(({ ts, text, metadata }) => ({ ts, text, ...(metadata ? { metadata } : {}) }))
    .concat(files)
  return { ok: true, messages: messages.reverse(), has_more: false }
}

export function check(faults: readonly string[], where: string, tools: Tools): void {
  for (const one of faults) tools.fault(`${where}: ${one}`)
}

/** Only a reply can be shown in the channel too. */
function threadFaults(body: Json): string[] {
  return said(body['reply_broadcast']) === 'true' && threadOf(body) === null
    ? ['reply_broadcast outside of a thread']
    : []
}

function threadOf(body: Json): string | null {
  return body['thread_ts'] ? said(body['thread_ts']) : null
}
