import { randomBytes } from 'node:crypto'
import { sharesOf } from '../../instance/share.rule.ts'
import { type ContainerSpec, pinned } from '../../ports/containers.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { Secret } from '../../secret.ts'
import { type Deploy, type DeployStage, keptBy, patient, took } from '../deploy.stage.ts'
import { bouncerOwner, databaseRole, labelsOf, madeBy, namesOf, odooOwner, postgresOwner } from '../names.rule.ts'
import { blankName, templateName } from '../template.rule.ts'
import { poolSize } from '../tuning.rule.ts'
import { poolFiles } from './database-containers.ts'
import { attempts, formerDatabase, isWanted, mayReplace, replaced, wantedContainers } from './former-database.ts'
import { hurry } from './pace.ts'

export const creatingDatabase: DeployStage = {
  id: 'creating_database',
  title: 'Creating database',
  description: 'PostgreSQL and its connection pool, each in a container',
  needs: ['creating_network'],
  deadlineMs: 300_000,
  retries: patient,
  expectedMs: 3500,
  async done(work) {
    const host = await work.host()
    const names = namesOf(work.input)
    const there = await Promise.all(wantedContainers(work).map((spec) => stands(work, host, spec)))
    if (!there.every(Boolean)) return false
    // Asked of a redeploy too: whoever looks again in a moment finds the way open.
    const state = await host.databases.look(names.database, names.databaseName)
    return work.input.before !== null || state !== null
  },
  async run(work) {
    const since = work.now()
    const host = await work.host()
    const names = namesOf(work.input)
    const { memoryMb } = sharesOf(work.input.size).database
    // First: where we are not root, whose a folder is is set in a container of an image that is there.
    await present(work, host)
    await mayReplace(work, host)
    const [database, pool] = wantedContainers(work)
    const mounted = files(work, host)
    await Promise.all([
      Promise.all([mounted, data(work, host)]).then(() => postgres(work, host, database, since)),
      // The pool asks PostgreSQL for nothing before somebody asks the pool, and that is only done when all is there.
      mounted.then(() => bouncer(work, host, pool)),
    ])
    await host.databases.untilReady(names.database, attempts, { container: names.bouncer, port: 6432 })
    replaced(work)
    work.say('info', `PgBouncer running, ${poolSize(memoryMb)} connections ${took(work, since)}`)
  },
  rescue: formerDatabase,
  async clean(work) {
    if (work.input.before !== null) return formerDatabase(work)
    const host = await work.host()
    const names = namesOf(work.input)
    for (const name of [names.stock, names.copy, names.bouncer, names.database]) {
      const found = await host.containers.find(name)
      if (found && madeBy(found.labels, work.jobId)) await host.containers.remove(name)
    }
    const volume = await host.volumes.find(names.volume)
    if (volume === null || madeBy(volume.labels, work.jobId)) {
      if (volume) await host.volumes.remove(names.volume)
      await host.files.remove(names.dumps, names.superuser, names.pool, names.data, names.copying)
    }
    for (const image of pulled(work.kept('creating_database'))) await host.images.removeUnused(image)
  },
}

async function bouncer(work: Deploy, host: RemoteHost, spec: ContainerSpec): Promise<void> {
  await place(work, host, spec)
  await host.containers.start(spec.name)
}

async function postgres(work: Deploy, host: RemoteHost, spec: ContainerSpec, since: number): Promise<void> {
  const names = namesOf(work.input)
  work.say('info', `Creating PostgreSQL container ${names.database}...`)
  await place(work, host, spec)
  if (work.input.way === 'first') await hurry(work)
  await host.containers.start(spec.name)
  work.say('info', `PostgreSQL container running ${took(work, since)}`)
  work.say('info', 'Waiting for PostgreSQL to accept connections...')
  await host.databases.untilReady(names.database, attempts)
  work.say('info', 'PostgreSQL is ready and accepting connections')
  work.say('info', `PostgreSQL optimized for ${spec.limits.memoryMb} MB ${took(work, since)}`)
  await host.databases.create(names.database, wantedDatabase(work))
}

export function wantedDatabase(work: Deploy) {
  return { database: namesOf(work.input).databaseName, role: databaseRole, password: work.secret('database') }
}

/** Only what this job pulled is taken away again, and only where nothing uses it. */
async function present(work: Deploy, host: RemoteHost): Promise<void> {
  const wanted = [work.input.postgres, work.input.pgbouncer]
  const found = await Promise.all(wanted.map((image) => host.images.find(pinned(image))))
  const missing = wanted.filter((_, index) => found[index] === null)
  const kept = keptBy(work, 'creating_database')
  work.keep({ ...kept, pulled: [...new Set([...pulled(kept), ...missing.map(pinned)])] })
  await Promise.all(missing.map((image) => host.images.pull(image, (line) => work.say('debug', line))))
}

export function pulled(kept: unknown): string[] {
  if (kept === null || typeof kept !== 'object' || !('pulled' in kept) || !Array.isArray(kept.pulled)) return []
  return kept.pulled.filter((one) => typeof one === 'string')
}

/** What is mounted into both: passwords come by file and stand in no environment. */
async function files(work: Deploy, host: RemoteHost): Promise<void> {
  const names = namesOf(work.input)
  const password = `${names.superuser}/password`
  await Promise.all([
    host.files.makeFolder(names.dumps, postgresOwner),
    host.files.makeFolder(names.superuser, postgresOwner),
    host.files.makeFolder(names.pool, bouncerOwner),
  ])
  await poolFiles(work, host, work.input)
  // The cluster is made with it and forgets it at once; nobody ever logs in by it, so nobody keeps it.
  if ((await host.files.print(password)) === null)
    await host.files.write(password, new Secret(randomBytes(24).toString('base64url')), postgresOwner)
}

/** The volume: of a first deploy with what a template has, where there is one of the same. */
async function data(work: Deploy, host: RemoteHost): Promise<void> {
  const names = namesOf(work.input)
  const anew = async () => {
    if (await host.volumes.find(names.volume)) await host.volumes.remove(names.volume)
    await host.volumes.create({ name: names.volume, labels: labelsOf(work.input, work.jobId) })
  }
  const { templates } = host.databases
  const isFirst = work.input.before === null
  const whole = templateName(work.input)
  const [there, container, marker, template] = await Promise.all([
    host.volumes.find(names.volume),
    host.containers.find(names.copy),
    host.files.print(names.copying),
    isFirst ? templates.first([whole, blankName(work.input)]) : null,
  ])
  const halfACopy = isFirst && (container !== null || marker !== null)
  if (container) await host.containers.remove(names.copy)
  if (there && !halfACopy) return
  const since = work.now()
  if (template === null) return anew()
  await Promise.all([anew(), host.files.makeFolder(names.data, odooOwner(work.input))])
  const copied = await templates.copy(template, {
    container: names.copy,
    image: pinned(work.input.postgres),
    labels: labelsOf(work.input, work.jobId),
    database: names.databaseName,
    data: names.data,
    volume: names.volume,
    marker: names.copying,
  })
  const what = template === whole ? 'Database' : 'Empty PostgreSQL'
  if (copied) return work.say('info', `${what} copied from the template ${template} ${took(work, since)}`)
  work.say('warning', `The template ${template} could not be copied: the database is made anew`)
  await anew()
  await host.files.remove(names.copying)
}

async function stands(work: Deploy, host: RemoteHost, spec: ContainerSpec): Promise<boolean> {
  const found = await host.containers.find(spec.name)
  return found?.state === 'running' && isWanted(work.input, found, spec)
}

/** Made anew where it is to be another one: the data lies in the volume. */
async function place(work: Deploy, host: RemoteHost, spec: ContainerSpec): Promise<void> {
  const found = await host.containers.find(spec.name)
  if (found && isWanted(work.input, found, spec)) return
  if (found) {
    await host.containers.stop(spec.name, 60)
    await host.containers.remove(spec.name)
  }
  await host.containers.create(spec)
}
