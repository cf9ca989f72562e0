import { Fault } from '../../error.ts'
import type { DatabaseState } from '../../ports/databases.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { Secret } from '../../secret.ts'
import { adminHash } from '../admin-password.ts'
import { type Deploy, type DeployStage, patient, seconds, took } from '../deploy.stage.ts'
import { namesOf, odooName } from '../names.rule.ts'
import { keptHashes, shortfall } from '../verdict.rule.ts'
import { wantedDatabase } from './creating-database.ts'
import { forget, runOdoo } from './run-odoo.ts'
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
  const { id, modules, instance } = work.input
  const names = namesOf(work.input)
  const state = await host.databases.look(names.database, names.databaseName)
  const running = (await host.containers.find(names.once)) !== null
  // From a template, or it ended well while nobody was there to write it down.
  if (running || shortfall(state, modules.install) !== null) {
    work.say('info', 'Initializing Odoo database (this may take 1-2 minutes)...')
    // What was broken off in the middle is no ground to go on from.
    if (!running && (state?.initialised || (state?.pending.length ?? 0) > 0))
      await host.databases.empty(names.database, wantedDatabase(work))
    await runOdoo(work, host, '-i', modules.install)
    await host.databases.dump(names.database, names.databaseName, names.pristine)
  }
  const baseUrl = instance.domain === null ? null : `https://${instance.domain}`
  const hash = new Secret(await adminHash(work.secret('admin'), instance.id))
  await host.databases.settle(names.database, names.databaseName, { adminHash: hash, baseUrl })
  await keep(work, host, id)
  work.say('info', `Database initialization complete ${took(work, since)}`)
}

async function update(work: Deploy, host: RemoteHost): Promise<void> {
  const { id, instance, before, modules, restores } = work.input
  const names = namesOf(work.input)
  const dumped = await host.databases.dumped(names.database, names.dump)
  // In the middle of it the dump is there already, and visitors wait since then.
  const begun = interruptedSince(work)
  const resumes = dumped && begun !== null
  // A release that comes back has one from its first time: that is about other data.
  if (dumped && !resumes) await host.databases.dropDump(names.database, names.dump)
  // A retry may come hours after what it retries, and the old one served meanwhile.
  const goesOn = resumes || (await host.proxy.inMaintenance(instance.id))
  const since = (goesOn ? begun : null) ?? work.now()
  interrupt(work, since)
  let unlock = () => Promise.resolve()
  const ready = async () => {
    work.say('info', 'Maintenance page on')
    await host.proxy.maintenance(instance.id, true)
    if (before) await host.containers.stop(odooName(instance.id, before.release), 30)
    unlock = await host.databases.lock(names.database, names.databaseName)
    if (resumes) return
    work.say('info', 'Dumping the database as it is now...')
    await host.databases.dump(names.database, names.databaseName, names.dump)
  }
  const updated = async () => {
    await ready()
    work.say('info', `Updating ${modules.update.join(', ')}...`)
  }
  let state: DatabaseState | null = null
  try {
    if (restores === null) state = await runOdoo(work, host, '-u', modules.update, updated)
    else await ready()
  } finally {
    await unlock()
  }
  // The lock stands in the database that gives way.
  if (restores !== null) await restore(work, host, restores)
  await keep(work, host, id, state)
  work.say('info', `The database is ready (${seconds(work.now() - since)})`)
}

async function restore(work: Deploy, host: RemoteHost, dump: string): Promise<void> {
  const since = work.now()
  const names = namesOf(work.input)
  work.say('info', 'Restoring database from the dump of that release...')
  await host.databases.restore(names.database, names.databaseName, dump)
  work.say('info', `Restore complete ${took(work, since)}`)
}

/** Written last: where this stands, nothing of it is done again. */
async function keep(work: Deploy, host: RemoteHost, release: string, seen: DatabaseState | null = null): Promise<void> {
  const names = namesOf(work.input)
  const state = seen ?? (await host.databases.look(names.database, names.databaseName))
  if (!state) throw wentWrong('it is not there any more')
  // A dump has its own with it.
  const modules = work.input.restores === null ? keptHashes(state, work.input.modules.hashes) : state.modules
  await host.databases.keep(names.database, names.databaseName, { modules, release })
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
