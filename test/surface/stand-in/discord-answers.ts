import { choicesFaults, modalFaults } from './discord-limits.ts'
import { must, rewritten, written } from './discord-messages.ts'
import { type Asked, ephemeral, ids, loading, type ShownMessage } from './discord-state.ts'
import { type Call, done, ok, type Routes, refusals, type World } from './discord-world.ts'
import { type Json, list, object, said } from './json.ts'

const tokenMs = 15 * 60_000
/** What each kind of interaction may be answered with. */
const allowed: Record<Asked['type'], number[]> = { 2: [4, 5, 9], 3: [4, 5, 6, 7, 9], 4: [8], 5: [4, 5, 6, 7] }

/** Routes that answer what somebody did: the first answer, and all after it by the interaction's token. */
export const answerRoutes: Routes = {
  create_interaction_response: (world, call) => {
    const asked = world.state.interactions.find((one) => one.id === said(call.parameters['interaction_id']))
    if (!asked || asked.token !== said(call.parameters['interaction_token'])) throw refusals.interaction()
    if (asked.acknowledged !== null) throw refusals.answered()
    if (world.state.now() - asked.at > world.state.firstAnswerMs) throw refusals.interaction()
    const body = object(call.body)
    const type = Number(body['type'])
    const isFromMessage = asked.source !== null
    if (!allowed[asked.type].includes(type) || ((type === 6 || type === 7) && !isFromMessage))
      must(world, [`an interaction of type ${asked.type} answered with type ${type}`])
    answered(world, call, asked, type, object(body['data']))
    asked.acknowledged = type
    asked.acknowledgedAt = world.state.now()
    if (call.query.get('with_response') !== 'true') return done
    const about = { id: asked.id, type: asked.type, activity_instance_id: null, channel_id: asked.channel }
    const shown = asked.original ?? asked.source
    const resource = { type, ...(shown ? { message: world.shapes.message(shown) } : {}) }
    const more = shown
      ? {
          response_message_id: shown.id,
          response_message_loading: (shown.flags & loading) !== 0,
          response_message_ephemeral: shown.whisperTo !== null,
        }
      : {}
    return ok({ interaction: { ...about, ...more }, resource })
  },
  get_original_webhook_message: (world, call) => ok(world.shapes.message(original(asking(world, call)))),
  update_original_webhook_message: (world, call) => edited(world, call, original(asking(world, call))),
  delete_original_webhook_message: (world, call) => removed(world, original(asking(world, call))),
  execute_webhook: (world, call) => {
    const asked = asking(world, call)
    const waiting = asked.original
    // The first message after "is thinking" takes its place.
    if (waiting && (waiting.flags & loading) !== 0) return edited(world, call, waiting)
    const message = post(world, call, asked, object(call.body))
    asked.more.push(message)
    return ok(world.shapes.message(message))
  },
  get_webhook_message: (world, call) => ok(world.shapes.message(named(world, call))),
  update_webhook_message: (world, call) => edited(world, call, named(world, call)),
  delete_webhook_message: (world, call) => removed(world, named(world, call)),
}

function answered(world: World, call: Call, asked: Asked, type: number, data: Json): void {
  if (type === 4) asked.original = post(world, call, asked, data)
  if (type === 5) {
    const isWhisper = (Number(data['flags'] ?? 0) & ephemeral) !== 0
    const flags = loading | (isWhisper ? ephemeral : 0)
    const whisperTo = isWhisper ? asked.user : null
    asked.original = world.state.say(ids.bot, asked.channel, { flags, whisperTo, asked: asked.id })
  }
  if (type === 6) asked.original = asked.source
  if (type === 7 && asked.source) {
    asked.original = asked.source
    rewritten(world, call, asked.source, data)
    told(world, 'MESSAGE_UPDATE', asked.source)
  }
  if (type === 8) {
    must(world, choicesFaults(data['choices']))
    asked.choices = list(data['choices']).map((one) => ({
      name: said(object(one)['name']),
      value: object(one)['value'],
    }))
  }
  if (type === 9) {
    must(world, modalFaults(data))
    asked.window = { view: data, user: asked.user, closed: false, asked }
    for (const one of world.state.windows) if (one.user === asked.user) one.closed = true
    world.state.windows.push(asked.window)
  }
}

function post(world: World, call: Call, asked: Asked, body: Json): ShownMessage {
  const shown = written(world, call, body)
  const whisperTo = (Number(body['flags'] ?? 0) & ephemeral) === 0 ? null : asked.user
  const message = world.state.say(ids.bot, asked.channel, { ...shown, whisperTo, asked: asked.id })
  told(world, 'MESSAGE_CREATE', message)
  return message
}

function edited(world: World, call: Call, message: ShownMessage) {
  const body = object(call.body)
  const wasLoading = (message.flags & loading) !== 0
  rewritten(world, call, message, body)
  message.flags &= ~loading
  // The answer itself comes by this way: it is no edit to who reads.
  if (wasLoading) {
    message.edits = 0
    message.editedAt = null
    message.history.shift()
  }
  told(world, wasLoading ? 'MESSAGE_CREATE' : 'MESSAGE_UPDATE', message)
  return ok(world.shapes.message(message))
}

function removed(world: World, message: ShownMessage) {
  message.deleted = true
  told(world, 'MESSAGE_DELETE', message)
  return done
}

/** Whispers are told to nobody else. */
function told(world: World, event: string, message: ShownMessage): void {
  if (message.whisperTo === null) world.tellMessage(event, message)
}

function asking({ state }: World, { parameters }: Call): Asked {
  const asked = state.interactions.find((one) => one.token === said(parameters['webhook_token']))
  if (!asked || said(parameters['webhook_id']) !== ids.bot || asked.acknowledged === null) throw refusals.webhook()
  if (state.now() - asked.at > tokenMs) throw refusals.webhookToken()
  return asked
}

function original({ original: message }: Asked): ShownMessage {
  if (!message || message.deleted) throw refusals.message()
  return message
}

function named(world: World, call: Call): ShownMessage {
  const asked = asking(world, call)
  const id = said(call.parameters['message_id'])
  const found = [asked.original, ...asked.more].find((one) => one?.id === id && !one.deleted)
  if (!found) throw refusals.message()
  return found
}
