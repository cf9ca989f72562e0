import { sharesOf } from '../../instance/share.rule.ts'
import type { ContainerSpec } from '../../ports/containers.ts'
import type { RemoteHost } from '../../ports/host.ts'
import type { Secret } from '../../secret.ts'
import { type Deploy, type DeployStage, patient, took } from '../deploy.stage.ts'
import { labelsOf, madeBy, namesOf, printLabel } from '../names.rule.ts'
import { printOf } from '../print.ts'
import type { Release } from '../release.ts'
import { poolSize, tuning } from '../tuning.rule.ts'

const attempts = 30

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
    const specs = containersOf(work)
    const there = await Promise.all(specs.map((spec) => stands(host, spec)))
    return there.every(Boolean)
  },
  async run(work) {
    const since = work.now()
    const host = await work.host()
    const names = namesOf(work.input)
    const [database, bouncer] = containersOf(work)
    await present(work, host)
    if ((await host.volumes.find(names.volume)) === null)
      await host.volumes.create({ name: names.volume, labels: labelsOf(work.input, work.jobId) })
    work.say('info', `Creating PostgreSQL container ${names.database}...`)
    await make(host, database)
    work.say('info', `PostgreSQL container running ${took(work, since)}`)
    work.say('info', 'Waiting for PostgreSQL to accept connections...')
    await host.databases.untilReady(names.database, attempts)
    work.say('info', 'PostgreSQL is ready and accepting connections')
    const tuned = work.now()
    const { memoryMb } = sharesOf(work.input.size).database
    await host.databases.tune(names.database, tuning(memoryMb, poolSize(memoryMb)))
    work.say('info', `PostgreSQL optimized ${took(work, tuned)}`)
    await make(host, bouncer)
    work.say('info', `PgBouncer running, ${poolSize(memoryMb)} connections ${took(work, since)}`)
  },
  async clean(work) {
    if (work.input.before !== null) return
    const host = await work.host()
    const names = namesOf(work.input)
    for (const name of [names.bouncer, names.database]) {
      const found = await host.containers.find(name)
      if (found && madeBy(found.labels, work.jobId)) await host.containers.remove(name)
    }
    const volume = await host.volumes.find(names.volume)
    if (volume && madeBy(volume.labels, work.jobId)) await host.volumes.remove(names.volume)
    for (const image of pulled(work.kept('creating_database'))) await host.images.removeUnused(image)
  },
}

/** Only what this job pulled is taken away again, and only where nothing uses it. */
async function present(work: Deploy, host: RemoteHost): Promise<void> {
  const wanted = [work.input.postgres, work.input.pgbouncer]
  const found = await Promise.all(wanted.map((image) => host.images.find(pinned(image))))
  const missing = wanted.filter((_, index) => found[index] === null)
  work.keep({ pulled: [...new Set([...pulled(work.kept('creating_database')), ...missing.map(pinned)])] })
  for (const image of missing) await host.images.pull(image, (line) => work.say('debug', line))
}

export function pinned({ reference, digest }: { reference: string; digest: string }): string {
  return `${reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')}@${digest}`
}

export function pulled(kept: unknown): string[] {
  if (kept === null || typeof kept !== 'object' || !('pulled' in kept) || !Array.isArray(kept.pulled)) return []
  return kept.pulled.filter((one) => typeof one === 'string')
}

async function stands(host: RemoteHost, spec: ContainerSpec): Promise<boolean> {
  const found = await host.containers.find(spec.name)
  return found?.state === 'running' && found.labels[printLabel] === spec.labels[printLabel]
}

/** Made anew where it stands with another configuration: the data lies in the volume. */
async function make(host: RemoteHost, spec: ContainerSpec): Promise<void> {
  const found = await host.containers.find(spec.name)
  if (found && found.labels[printLabel] !== spec.labels[printLabel]) {
    await host.containers.stop(spec.name, 60)
    await host.containers.remove(spec.name)
  }
  const kept = found?.labels[printLabel] === spec.labels[printLabel]
  if (!kept) await host.containers.create(spec)
  await host.containers.start(spec.name)
}

export function containersOf(work: Deploy): [ContainerSpec, ContainerSpec] {
  const release = work.input
  return [databaseOf(release, work), bouncerOf(release, work)]
}

function databaseOf(release: Release, work: Deploy): ContainerSpec {
  const names = namesOf(release)
  return labelled(release, work, {
    name: names.database,
    image: pinned(release.postgres),
    networks: [{ name: names.network, alias: names.database }],
    limits: sharesOf(release.size).database,
    mounts: [{ source: names.volume, target: '/var/lib/postgresql/data', readOnly: false }],
    environment: { POSTGRES_USER: 'odoo', POSTGRES_DB: 'postgres' },
    secrets: { POSTGRES_PASSWORD: work.secret('database') },
    command: [],
  })
}

function bouncerOf(release: Release, work: Deploy): ContainerSpec {
  const names = namesOf(release)
  const { memoryMb } = sharesOf(release.size).database
  return labelled(release, work, {
    name: names.bouncer,
    image: pinned(release.pgbouncer),
    networks: [{ name: names.network, alias: names.bouncer }],
    limits: { cpu: 0.25, memoryMb: 64 },
    mounts: [],
    environment: {
      DB_HOST: names.database,
      DB_USER: 'odoo',
      LISTEN_PORT: '6432',
      POOL_MODE: 'transaction',
      // Odoo listens on the database `postgres` through the same port, which a transaction's pool would lose.
      SESSION_DATABASES: 'postgres',
      DEFAULT_POOL_SIZE: String(poolSize(memoryMb)),
    },
    secrets: { DB_PASSWORD: work.secret('database') },
    command: [],
  })
}

function labelled(
  release: Release,
  work: Deploy,
  spec: Omit<ContainerSpec, 'labels'> & { secrets: Readonly<Record<string, Secret>> },
): ContainerSpec {
  return { ...spec, labels: labelsOf(release, work.jobId, printOf({ ...spec, secrets: Object.keys(spec.secrets) })) }
}
