import { allOf, isEmpty, messageFaults } from './discord-limits.ts'
import { componentsV2, type DiscordFile, type DiscordState, ephemeral, type ShownMessage } from './discord-state.ts'
import { type Call, refusals, type World } from './discord-world.ts'
import { type Json, list, object, said } from './json.ts'

/** Flags that a bot may set. */
const settable = (1 << 2) | ephemeral | (1 << 12) | componentsV2

/** A message as the bot wrote it, checked. */
export function written(world: World, call: Pick<Call, 'files'>, body: Json): Partial<ShownMessage> {
  must(world, [...messageFaults(body, namesOf(call)), ...untold(call, body)])
  if (isEmpty(body, call.files)) throw refusals.empty()
  const flags = Number(body['flags'] ?? 0)
  if ((flags & ~settable) !== 0) world.fault(`flags ${flags} that a bot does not set`)
  return {
    content: said(body['content']),
    embeds: list(body['embeds']).map(object),
    components: list(body['components']).map(object),
    flags,
    files: newFiles(world.state, call, list(body['attachments']).map(object)),
    pings: pingsOf(body),
  }
}

/** What an edit does not name stays as it is. */
export function rewritten(world: World, call: Pick<Call, 'files'>, message: ShownMessage, body: Json): void {
  const kept = body['attachments'] === undefined ? null : list(body['attachments']).map((one) => object(one)['id'])
  const files = [
    ...message.files.filter((one) => kept === null || kept.includes(one.id)),
    ...newFiles(world.state, call, list(body['attachments']).map(object)),
  ]
  const flags = Number(body['flags'] ?? message.flags)
  const next = {
    content: body['content'] === undefined ? message.content : said(body['content']),
    embeds: body['embeds'] === undefined ? message.embeds : list(body['embeds']).map(object),
    components: body['components'] === undefined ? message.components : list(body['components']).map(object),
  }
  const names = files.map((one) => one.name)
  must(world, [
    ...messageFaults({ ...body, ...next, flags: message.flags | flags }, names),
    ...untold(call, body, message.files),
  ])
  if (isEmpty(next, files)) throw refusals.empty()
  Object.assign(message, next, { files, editedAt: world.state.now(), edits: message.edits + 1 })
  message.flags = (message.flags & ~(1 << 2)) | (flags & ((1 << 2) | componentsV2))
  message.history.push(next)
}

/** What the docs say and the document does not: told, and refused like any body that is wrong. */
export function must(world: World, faults: readonly string[]): void {
  for (const one of faults) world.fault(one)
  if (faults.length > 0) throw refusals.body()
}

/** What the body tells of files must be of a file that came, or was there. */
function untold(state: Pick<Call, 'files'>, body: Json, kept: readonly DiscordFile[] = []): string[] {
  const known = [...state.files.map((one) => one.at), ...kept.map((one) => one.id)]
  const told = list(body['attachments']).map((one) => said(object(one)['id']))
  return told.filter((one) => !known.includes(one)).map((one) => `the attachment ${one} did not come`)
}

function namesOf({ files }: Pick<Call, 'files'>): string[] {
  return files.map((one) => one.name)
}

function newFiles(state: DiscordState, { files }: Pick<Call, 'files'>, told: Json[]): DiscordFile[] {
  return files.map(({ at, name, content }) => {
    const description = said(told.find((one) => said(one['id']) === at)?.['description'])
    return { id: state.snowflake(), name, description, content }
  })
}

/** Whom the text rings for: all that it names, unless the bot says who may be rung for. */
export function pingsOf(body: Json): string[] {
  const text = [
    said(body['content']),
    ...allOf(list(body['components'])).map((one) => one['type'] === 10 && one['content']),
  ]
    .map((one) => said(one))
    .join('\n')
  const users = [...text.matchAll(/<@!?(\d+)>/g)].map((one) => one[1] ?? '')
  const roles = [...text.matchAll(/<@&(\d+)>/g)].map((one) => one[1] ?? '')
  const all = [...text.matchAll(/@(everyone|here)/g)].map((one) => one[1] ?? '')
  if (!body['allowed_mentions']) return [...users, ...roles, ...all]
  const allowed = object(body['allowed_mentions'])
  const parse = list(allowed['parse'])
  return [
    ...(parse.includes('everyone') ? all : []),
    ...users.filter((one) => parse.includes('users') || list(allowed['users']).includes(one)),
    ...roles.filter((one) => parse.includes('roles') || list(allowed['roles']).includes(one)),
  ]
}
