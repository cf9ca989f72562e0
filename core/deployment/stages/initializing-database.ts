import { Fault } from '../../error.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { type Deploy, type DeployStage, seconds, took } from '../deploy.stage.ts'
import { namesOf, odooName } from '../names.rule.ts'
import { odooContainer } from './odoo-container.ts'
import { bringBack, interruptedSince } from './way-back.ts'

export const initializingDatabase: DeployStage = {
  id: 'initializing_database',
  title: 'Initializing database',
  description: 'Odoo’s tables at the first deploy; later the modules whose code changed',
  needs: ['creating_database', 'generating_config', 'installing_dependencies'],
  deadlineMs: 3_600_000,
  idleMs: 900_000,
  expectedMs: 94_300,
  async done(work) {
    const host = await work.host()
    const names = namesOf(work.input)
    const state = await host.databases.look(names.database, names.databaseName)
    const { way, restores, modules } = work.input
    if (!state?.initialised || restores !== null) return false
    if (way === 'beside' || way === 'instead') return true
    return Object.entries(modules.hashes).every(([name, hash]) => state.modules[name] === hash)
  },
  async run(work) {
    const host = await work.host()
    const { way } = work.input
    if (way === 'beside' || way === 'instead') throw wentWrong('it is not there any more, and code alone was planned')
    await (way === 'update' ? update(work, host) : initialise(work, host))
  },
  async clean(work) {
    if (work.input.way !== 'update') return bringBack(work)
    const host = await work.host()
    const names = namesOf(work.input)
    if (await host.containers.find(names.once)) await host.containers.remove(names.once)
    await bringBack(work)
  },
  rescue: bringBack,
}

async function initialise(work: Deploy, host: RemoteHost): Promise<void> {
  const since = work.now()
  const { modules } = work.input
  work.say('info', 'Initializing Odoo database (this may take 1-2 minutes)...')
  const names = namesOf(work.input)
  const isThere = async () => (await host.databases.look(names.database, names.databaseName))?.initialised ?? false
  // It may have ended well while nobody was there to write it down.
  if (!(await isThere())) await once(work, host, ['-i', modules.install.join(','), '--stop-after-init', '--no-http'])
  // Odoo ends with 0 also where it did nothing.
  if (!(await isThere())) throw wentWrong('no tables are there')
  await host.databases.keepModules(names.database, names.databaseName, modules.hashes)
  work.say('info', `Database initialization complete ${took(work, since)}`)
}

async function update(work: Deploy, host: RemoteHost): Promise<void> {
  const { instance, before, modules, restores } = work.input
  const names = namesOf(work.input)
  // In the middle of it the dump is there already, and visitors wait since then.
  const resumes = (await host.files.print(names.dump)) !== null
  const since = (resumes ? interruptedSince(work) : null) ?? work.now()
  work.keep({ since })
  work.say('info', 'Maintenance page on')
  await host.proxy.maintenance(instance.id, true)
  if (before) await host.containers.stop(odooName(instance.id, before.release), 30)
  if (!resumes) {
    work.say('info', 'Dumping the database as it is now...')
    await host.databases.dump(names.database, names.databaseName, names.dump)
  }
  if (restores !== null) await restore(work, host, restores)
  else {
    await updateModules(work, host)
    await host.databases.keepModules(names.database, names.databaseName, modules.hashes)
  }
  work.say('info', `The database is ready (${seconds(work.now() - since)})`)
}

async function updateModules(work: Deploy, host: RemoteHost): Promise<void> {
  const names = work.input.modules.update.join(',')
  work.say('info', `Updating ${names.replaceAll(',', ', ')}...`)
  await once(work, host, ['-u', names, '--stop-after-init', '--no-http'])
}

async function restore(work: Deploy, host: RemoteHost, dump: string): Promise<void> {
  const since = work.now()
  const names = namesOf(work.input)
  work.say('info', 'Restoring database from the dump of that release...')
  await host.databases.restore(names.database, names.databaseName, dump)
  work.say('info', `Restore complete ${took(work, since)}`)
}

/** In a container of its own: it survives a dropped line, can be waited for and asked how it ended. */
async function once(work: Deploy, host: RemoteHost, more: readonly string[]): Promise<void> {
  const names = namesOf(work.input)
  const command = ['odoo', '-d', names.databaseName, ...more]
  const spec = odooContainer(work, { name: names.once, command })
  const { code, log } = await host.containers.once(spec, (line) => work.say('debug', line))
  if (code === 0) return
  for (const line of log.split('\n').slice(-20)) work.say('error', line)
  throw new Fault('container_failed', { what: 'odoo', code: String(code), why: log.split('\n').at(-1) ?? '' })
}

function wentWrong(why: string): Fault {
  return new Fault('container_failed', { what: 'Database initialization', code: '0', why })
}
