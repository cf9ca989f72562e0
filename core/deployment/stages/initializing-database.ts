import { Fault } from '../../error.ts'
import type { DatabaseState, Room } from '../../ports/databases.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { Secret } from '../../secret.ts'
import { adminHash } from '../admin-password.ts'
import { type Deploy, type DeployStage, patient, seconds, took } from '../deploy.stage.ts'
import { namesOf, odooName } from '../names.rule.ts'
import { refusalOf, shortageLine, shortageOf } from '../room.rule.ts'
import { listedWord } from '../update-list.rule.ts'
import { keptHashes, shortfall } from '../verdict.rule.ts'
import { wantedDatabase } from './creating-database.ts'
import { builtImage } from './odoo-container.ts'
import { hurry } from './pace.ts'
import { retire } from './retire.ts'
import { forget, installing, isAtWork, runOdoo, updating } from './run-odoo.ts'
import { startWaiting } from './waiting.ts'
import { bringBack, interrupt, interruptedSince } from './way-back.ts'

export const initializingDatabase: DeployStage = {
  id: 'initializing_database',
  title: 'Initializing database',
  description: 'Odoo’s tables at the first deploy; later the modules whose code changed',
  needs: ['creating_database', 'generating_config', 'installing_dependencies'],
  deadlineMs: 3_600_000,
  idleMs: 900_000,
  expectedMs: 94_300,
  retries: patient,
  async done(work) {
    const host = await work.host()
    const names = namesOf(work.input)
    const state = await host.databases.look(names.database, names.databaseName)
    if (!state?.initialised) return false
    // What this release wants of it was done, all of it: a dump is brought back once and never again.
    return work.input.way === 'beside' || work.input.way === 'instead' || state.release === work.input.id
  },
  async run(work) {
    const host = await work.host()
    const { way } = work.input
    if (way === 'beside' || way === 'instead') throw await whyNot(work, host)
    await (way === 'update' ? update(work, host) : initialise(work, host))
  },
  async clean(work) {
    const host = await work.host()
    await forget(work, host)
    await bringBack(work)
  },
  rescue: bringBack,
}

async function initialise(work: Deploy, host: RemoteHost): Promise<void> {
  const since = work.now()
  const { modules, instance } = work.input
  const names = namesOf(work.input)
  const state = await host.databases.look(names.database, names.databaseName)
  const running = await isAtWork(work, host)
  let listed = state
  // From a template, or it ended well while nobody was there to write it down.
  if (!running && shortfall(state, modules.install) === null) {
    await forget(work, host)
    await mayBeRead(host, names)
  } else {
    work.say('info', 'Initializing Odoo database (this may take 1-2 minutes)...')
    // It may be there since an earlier try.
    await hurry(work)
    // What was broken off in the middle is no ground to go on from.
    if (!running && (state?.initialised || (state?.pending.length ?? 0) > 0))
      await host.databases.empty(names.database, wantedDatabase(work))
    const installed = await besides(runOdoo(work, host, installing(work)), startWaiting(work))
    listed = { ...installed, image: builtImage(work) }
    // What it is to serve with may be read while it is dumped.
    await mayBeRead(host, names)
    await host.databases.dump(names.database, names.databaseName, names.pristine)
  }
  const baseUrl = instance.domain === null ? null : `https://${instance.domain}`
  const hash = new Secret(await adminHash(work.secret('admin'), instance.id))
  await host.databases.settle(names.database, names.databaseName, { adminHash: hash, baseUrl })
  await keep(work, host, listed)
  work.say('info', `Database initialization complete ${took(work, since)}`)
}

/** What goes wrong beside it is told when it has gone well itself. */
async function besides<Result>(act: Promise<Result>, other: Promise<void>): Promise<Result> {
  const [done, beside] = await Promise.allSettled([act, other])
  if (done.status === 'rejected') throw done.reason
  if (beside.status === 'rejected') throw beside.reason
  return done.value
}

async function update(work: Deploy, host: RemoteHost): Promise<void> {
  const { instance, before, modules, restores } = work.input
  const names = namesOf(work.input)
  const [dumped, room, found] = await Promise.all([
    host.databases.dumped(names.database, names.dump),
    host.databases.room(names.database, names.databaseName),
    host.databases.look(names.database, names.databaseName),
  ])
  // In the middle of it the dump is there already, and visitors wait since then.
  const begun = interruptedSince(work)
  const resumes = dumped && begun !== null
  // A release that comes back has one from its first time: that is about other data.
  if (dumped && !resumes) await host.databases.dropDump(names.database, names.dump)
  // A retry may come hours after what it retries, and the old one served meanwhile.
  const goesOn = resumes || (await host.proxy.inMaintenance(instance.id))
  const since = (goesOn ? begun : null) ?? work.now()
  if (room && !goesOn) seeRoom(work, room)
  interrupt(work, since)
  let unlock = () => Promise.resolve()
  let ahead: Promise<PromiseSettledResult<void>[]> = Promise.resolve([])
  const ready = async () => {
    work.say('info', 'Maintenance page on')
    await Promise.all([host.proxy.maintenance(instance.id, true), hurry(work)])
    const [locked, stopped] = await Promise.allSettled([
      host.databases.lock(names.database, names.databaseName),
      before ? retire(host, odooName(instance.id, before.release)) : undefined,
    ])
    if (locked.status === 'rejected') throw locked.reason
    unlock = locked.value
    if (stopped.status === 'rejected') throw stopped.reason
    if (resumes) return
    work.say('info', 'Dumping the database as it is now...')
    await host.databases.dump(names.database, names.databaseName, names.dump)
  }
  const updated = async () => {
    await ready()
    // Not before: what starts takes the processor from what visitors wait for.
    ahead = Promise.allSettled([startWaiting(work)])
    work.say('info', `Updating ${modules.update.join(', ')}...`)
  }
  let updatedTo: DatabaseState | null = null
  try {
    if (restores === null) {
      await mayBeRead(host, names)
      // What is gone from our code may be found in the image now.
      const listed = found?.image === builtImage(work) && (modules.gone ?? []).length === 0
      const told = listed ? { told: listedWord } : {}
      const state = await runOdoo(work, host, { ...updating(work), ...told, ready: updated })
      updatedTo = { ...state, image: builtImage(work) }
    } else await ready()
  } finally {
    await Promise.all([unlock(), ahead])
  }
  // The lock stands in the database that gives way.
  if (restores !== null) await restore(work, host, restores)
  await keep(work, host, updatedTo)
  for (const started of await ahead) if (started.status === 'rejected') throw started.reason
  work.say('info', `The database is ready (${seconds(work.now() - since)})`)
}

/** Much may have been written since it was planned: looked at once more, while visitors see nothing of it yet. */
function seeRoom(work: Deploy, room: Room): void {
  const shortage = shortageOf(room)
  if (shortage === null) return
  const refusal = refusalOf(shortage, work.input.restores !== null, work.input.server.address)
  if (refusal) throw refusal
  work.say('warning', shortageLine(shortage))
}

/** Code and database are there: whoever waits reads them, before there is the word to start. */
async function mayBeRead({ files }: RemoteHost, { codeWord }: ReturnType<typeof namesOf>): Promise<void> {
  await files.write(codeWord, 'What is to run may be read.\n')
}

async function restore(work: Deploy, host: RemoteHost, dump: string): Promise<void> {
  const since = work.now()
  const names = namesOf(work.input)
  work.say('info', 'Restoring database from the dump of that release...')
  await host.databases.restore(names.database, names.databaseName, dump)
  work.say('info', `Restore complete ${took(work, since)}`)
}

/** Written last: where this stands, nothing of it is done again. */
async function keep(work: Deploy, host: RemoteHost, seen: DatabaseState | null): Promise<void> {
  const { id: release } = work.input
  const names = namesOf(work.input)
  const state = seen ?? (await host.databases.look(names.database, names.databaseName))
  if (!state) throw wentWrong('it is not there any more')
  // A dump has its own with it.
  const modules = work.input.restores === null ? keptHashes(state, work.input.modules.hashes) : state.modules
  await host.databases.keep(names.database, names.databaseName, { modules, release, image: state.image ?? null })
}

/** Code alone was planned, and what it is to run on is not as it was. */
async function whyNot(work: Deploy, host: RemoteHost): Promise<Fault> {
  const names = namesOf(work.input)
  const state = await host.databases.look(names.database, names.databaseName)
  if (state) return wentWrong('it is not initialised any more, and code alone was planned')
  const facts = { database: names.databaseName, server: work.input.server.name, container: names.database }
  return new Fault('database_missing', facts)
}

function wentWrong(why: string): Fault {
  return new Fault('container_failed', { what: 'Database initialization', code: '0', why })
}
