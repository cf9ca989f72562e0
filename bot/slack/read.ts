import { z } from 'zod'
import type { Arrived, Suggestion, Way } from './arrived.ts'
import { readAction, readShortcut, readSubmission, readSuggestion } from './read-interaction.ts'
import { withoutMention } from './typed.ts'

const command = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  user_name: z.string().default(''),
  response_url: z.string(),
  trigger_id: z.string(),
})

const event = z.object({
  type: z.literal('event_callback'),
  team_id: z.string(),
  event_id: z.string(),
  event: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    channel_type: z.string().optional(),
    bot_id: z.string().optional(),
    user: z.string().optional(),
    team: z.string().optional(),
    user_team: z.string().optional(),
    channel: z.string().optional(),
    text: z.string().default(''),
    ts: z.string().optional(),
    thread_ts: z.string().optional(),
    tab: z.string().optional(),
  }),
  authorizations: z.array(z.object({ user_id: z.string() })).optional(),
})

/** Any payload of Slack's as what somebody did, or null where it is nothing for us. */
export function read(body: unknown): Arrived | Suggestion | null {
  const typed = command.safeParse(body)
  if (typed.success) return readCommand(typed.data)
  const told = event.safeParse(body)
  if (told.success) return readEvent(told.data)
  return readAction(body) ?? readSubmission(body) ?? readSuggestion(body) ?? readShortcut(body)
}

function readCommand(body: z.output<typeof command>): Arrived {
  return {
    kind: 'line',
    key: `slack:command:${body.trigger_id}`,
    way: {
      team: body.team_id,
      userTeam: body.team_id,
      user: body.user_id,
      userName: body.user_name,
      channel: body.channel_id,
      thread: null,
      message: null,
      responseUrl: body.response_url,
    },
    text: body.text,
    trigger: body.trigger_id,
  }
}

function readEvent({ team_id, event_id, event: told, authorizations }: z.output<typeof event>): Arrived | null {
  // What bots say, ourselves among them, and edits and joins are nobody's request.
  if (!told.user || told.bot_id !== undefined || (told.subtype ?? 'file_share') !== 'file_share') return null
  const key = `slack:event:${event_id}`
  const way: Way = {
    team: team_id,
    userTeam: told.user_team ?? told.team ?? team_id,
    user: told.user,
    userName: '',
    channel: told.channel ?? null,
    thread: told.thread_ts ?? null,
    message: told.ts ?? null,
    responseUrl: null,
  }
  if (told.type === 'app_home_opened')
    return told.tab === 'home' ? { kind: 'home', key, way: { ...way, channel: null } } : null
  const direct = told.type === 'message' && told.channel_type === 'im'
  if (!direct && told.type !== 'app_mention') return null
  return { kind: 'line', key, way, text: withoutMention(told.text, authorizations?.[0]?.user_id), trigger: null }
}
