import { z } from 'zod'
import type { Arrived, Suggestion, Way } from './arrived.ts'

/** Optional parts are left out where Slack sends null or nothing. */
const inputState = z
  .object({
    value: z.string().nullish(),
    selected_option: z.object({ value: z.string() }).nullish(),
    selected_options: z.array(z.object({ value: z.string() })).nullish(),
  })
  .transform(({ value, selected_option, selected_options }) => ({
    ...(typeof value === 'string' ? { value } : {}),
    ...(selected_option ? { selected_option } : {}),
    ...(selected_options ? { selected_options } : {}),
  }))

const state = z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) })

const view = z.object({
  id: z.string(),
  type: z.string(),
  hash: z.string().default(''),
  private_metadata: z.string().default(''),
  state: state.optional(),
})

const person = {
  user: z.object({ id: z.string(), team_id: z.string().optional(), username: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
}

const action = z.object({
  type: z.literal('block_actions'),
  ...person,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  view: view.optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().default('') })).min(1),
})

const submission = z.object({
  type: z.literal('view_submission'),
  ...person,
  trigger_id: z.string().default(''),
  view,
})

const suggestion = z.object({
  type: z.literal('block_suggestion'),
  ...person,
  action_id: z.string(),
  value: z.string().default(''),
})

const shortcut = z.object({
  type: z.enum(['shortcut', 'message_action']),
  ...person,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ text: z.string().default(''), thread_ts: z.string().optional() }).optional(),
})

export function readAction(body: unknown): Arrived | null {
  const parsed = action.safeParse(body)
  const pressed = parsed.data?.actions[0]
  if (!parsed.success || !pressed) return null
  const { container, trigger_id, view: open } = parsed.data
  // A link opens in the browser: Slack tells of it and wants no more than the acknowledgement.
  if (pressed.action_id.startsWith('link:')) return null
  const key = `slack:action:${trigger_id}`
  const way: Way = {
    ...wayOf(parsed.data),
    channel: parsed.data.channel?.id ?? null,
    thread: container.thread_ts ?? null,
    message: container.message_ts ?? null,
    responseUrl: parsed.data.response_url ?? null,
  }
  if (open?.type === 'modal') {
    if (pressed.action_id !== 'back') return null
    return { kind: 'back', key, way, view: openView(open), state: open.state?.values ?? {} }
  }
  const hidden = container.is_ephemeral ?? false
  return { kind: 'press', key, way, action: pressed.action_id, value: pressed.value, trigger: trigger_id, hidden }
}

export function readSubmission(body: unknown): Arrived | null {
  const parsed = submission.safeParse(body)
  if (!parsed.success) return null
  const { view: sent, trigger_id } = parsed.data
  return {
    kind: 'sent',
    key: `slack:view:${sent.id}:${sent.hash}`,
    way: wayOf(parsed.data),
    view: openView(sent),
    state: sent.state?.values ?? {},
    trigger: trigger_id,
  }
}

export function readSuggestion(body: unknown): Suggestion | null {
  const parsed = suggestion.safeParse(body)
  if (!parsed.success) return null
  return { kind: 'suggestion', way: wayOf(parsed.data), action: parsed.data.action_id, text: parsed.data.value }
}

export function readShortcut(body: unknown): Arrived | null {
  const parsed = shortcut.safeParse(body)
  if (!parsed.success) return null
  const { trigger_id, message, channel, response_url } = parsed.data
  return {
    kind: 'shortcut',
    key: `slack:shortcut:${trigger_id}`,
    way: {
      ...wayOf(parsed.data),
      channel: channel?.id ?? null,
      thread: message?.thread_ts ?? null,
      responseUrl: response_url ?? null,
    },
    text: message?.text ?? '',
    trigger: trigger_id,
  }
}

type Person = { user: z.output<typeof person.user>; team?: { id: string } | null | undefined }

function wayOf({ user, team }: Person): Way {
  const home = user.team_id ?? team?.id ?? ''
  return {
    team: team?.id ?? home,
    userTeam: home,
    user: user.id,
    userName: user.username ?? '',
    channel: null,
    thread: null,
    message: null,
    responseUrl: null,
  }
}

function openView({ id, hash, private_metadata }: z.output<typeof view>) {
  return { id, hash, metadata: private_metadata }
}
