import { commandsFaults } from './discord-command-limits.ts'
import { must } from './discord-messages.ts'
import { ids } from './discord-state.ts'
import { type Call, done, ok, type Routes, refusals, type World } from './discord-world.ts'
import { type Json, list, object, said } from './json.ts'

/** Routes of the commands that people type: global ones, and those of a guild. */
export const commandRoutes: Routes = {
  list_application_commands: listed,
  list_guild_application_commands: listed,
  bulk_set_application_commands: replaced,
  bulk_set_guild_application_commands: replaced,
  create_application_command: added,
  create_guild_application_command: added,
  get_application_command: (world, call) => ok(one(world, call)),
  get_guild_application_command: (world, call) => ok(one(world, call)),
  update_application_command: changed,
  update_guild_application_command: changed,
  delete_application_command: removed,
  delete_guild_application_command: removed,
}

function scope({ state }: World, { parameters }: Call): string {
  if (said(parameters['application_id']) !== ids.bot) throw refusals.access()
  const guild = said(parameters['guild_id'])
  if (guild !== '' && !state.guilds.has(guild)) throw refusals.access()
  return guild
}

function listed(world: World, call: Call) {
  return ok(world.state.commands.get(scope(world, call)) ?? [])
}

function replaced(world: World, call: Call) {
  const where = scope(world, call)
  const sent = list(call.body).map(object)
  must(world, commandsFaults(sent))
  const known = world.state.commands.get(where) ?? []
  const kept = sent.map((each) =>
    stored(
      world,
      where,
      each,
      known.find((old) => old['name'] === each['name']),
    ),
  )
  world.state.commands.set(where, kept)
  return ok(kept)
}

function added(world: World, call: Call) {
  const where = scope(world, call)
  const known = world.state.commands.get(where) ?? []
  const sent = object(call.body)
  const old = known.find((each) => each['name'] === sent['name'])
  const next = [...known.filter((each) => each !== old), stored(world, where, sent, old)]
  must(world, commandsFaults(next))
  world.state.commands.set(where, next)
  return { status: old ? 200 : 201, body: next.at(-1) }
}

function changed(world: World, call: Call) {
  const where = scope(world, call)
  const old = one(world, call)
  const next = stored(world, where, { ...old, ...object(call.body) }, old)
  must(world, commandsFaults([next]))
  world.state.commands.set(
    where,
    (world.state.commands.get(where) ?? []).map((each) => (each === old ? next : each)),
  )
  return ok(next)
}

function removed(world: World, call: Call) {
  const where = scope(world, call)
  const old = one(world, call)
  world.state.commands.set(
    where,
    (world.state.commands.get(where) ?? []).filter((each) => each !== old),
  )
  return done
}

function one(world: World, call: Call): Json {
  const found = (world.state.commands.get(scope(world, call)) ?? []).find(
    (each) => each['id'] === said(call.parameters['command_id']),
  )
  if (!found) throw refusals.command()
  return found
}

function stored({ state }: World, where: string, sent: Json, old: Json | undefined): Json {
  return {
    type: 1,
    description: '',
    dm_permission: true,
    nsfw: false,
    default_member_permissions: null,
    contexts: null,
    integration_types: [0],
    options: [],
    ...sent,
    id: old?.['id'] ?? state.snowflake(),
    application_id: ids.bot,
    ...(where === '' ? {} : { guild_id: where }),
    version: state.snowflake(),
  }
}
