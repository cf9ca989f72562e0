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
    if (!state?.initialised) return false
    const { hashes } = work.input.modules
    return Object.entries(hashes).every(([name, hash]) => state.modules[name] === hash)
  },
  async run(work) {
    const host = await work.host()
    await (work.input.way === 'update' ? update(work, host) : initialise(work, host))
  },
  async clean(work) {
    if (work.input.way !== 'update') return
    const host = await work.host()
    const names = namesOf(work.input)
    if (await host.containers.find(names.once)) await host.containers.remove(names.once)
    await bringBack(work)
  },
}

async function initialise(work: Deploy, host: RemoteHost): Promise<void> {
  const since = work.now()
  const { modules } = work.input
  work.say('info', 'Initializing Odoo database (this may take 1-2 minutes)...')
  await once(work, host, ['-i', modules.install.join(','), '--stop-after-init', '--no-http'])
  const names = namesOf(work.input)
  const state = await host.databases.look(names.database, names.databaseName)
  // Odoo ends with 0 also where it did nothing.
  if (!state?.initialised)
    throw new Fault('container_failed', { what: 'Database initialization', code: '0', why: 'no tables are there' })
  await host.databases.keepModules(names.database, names.databaseName, modules.hashes)
  work.say('info', `Database initialization complete ${took(work, since)}`)
}

async function update(work: Deploy, host: RemoteHost): Promise<void> {
  const { instance, before, modules } = work.input
  const names = namesOf(work.input)
  const since = interruptedSince(work) ?? work.now()
  work.keep({ since })
  try {
    work.say('info', 'Maintenance page on')
    await host.proxy.maintenance(instance.id, true)
    if (before) await host.containers.stop(odooName(instance.id, before.release), 30)
    if ((await host.files.print(names.dump)) === null) {
      work.say('info', 'Dumping the database as it is now...')
      await host.databases.dump(names.database, names.databaseName, names.dump)
    }
    work.say('info', `Updating ${modules.update.join(', ')}...`)
    await once(work, host, ['-u', modules.update.join(','), '--stop-after-init', '--no-http'])
    await host.databases.keepModules(names.database, names.databaseName, modules.hashes)
    work.say('info', `Modules updated (${seconds(work.now() - since)})`)
  } catch (error) {
    // Where somebody cancelled, or our line is gone, cleaning up brings it back.
    if (!work.signal.aborted) await bringBack(work)
    throw error
  }
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
