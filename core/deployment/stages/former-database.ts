import { Fault } from '../../error.ts'
import { sharesOf } from '../../instance/share.rule.ts'
import type { Container, ContainerSpec } from '../../ports/containers.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { printLabel } from '../../ports/labels.ts'
import { type Deploy, keptBy, took } from '../deploy.stage.ts'
import { labelsOf, namesOf } from '../names.rule.ts'
import { otherMajor } from '../pinned-database.ts'
import type { Release } from '../release.ts'
import { bouncerContainer, databaseContainer, poolFiles } from './database-containers.ts'
import { atItsShare, limited } from './pace.ts'

/** So often PostgreSQL is asked whether it takes connections. */
export const attempts = 30

export function wantedContainers({ input, jobId }: Deploy): [database: ContainerSpec, pool: ContainerSpec] {
  return [databaseContainer(input, jobId), bouncerContainer(input, jobId)]
}

/** As it is wanted, or as the plan lets it be. */
export function isWanted({ database }: Release, { labels }: Pick<Container, 'labels'>, wanted: ContainerSpec): boolean {
  const print = labels[printLabel]
  return print !== undefined && (print === wanted.labels[printLabel] || database?.stay.includes(print) === true)
}

/** Before any of what serves is stopped: whether PostgreSQL can begin on its data, and that it is under way. */
export async function mayReplace(work: Deploy, host: RemoteHost): Promise<void> {
  if (work.input.before === null) return
  const wanted = wantedContainers(work)
  const found = await Promise.all(wanted.map(({ name }) => host.containers.find(name)))
  const [database] = found
  const [spec] = wanted
  if (database?.image !== spec.image) await refuseOtherMajor(work, host, spec.image)
  const others = wanted.filter((one, index) => found[index] && !isWanted(work.input, found[index], one))
  if (others.length > 0) work.keep({ ...keptBy(work, 'creating_database'), replacing: work.jobId })
}

export function replaced(work: Deploy): void {
  if (isReplacing(work)) work.keep({ ...keptBy(work, 'creating_database'), replacing: null })
}

async function refuseOtherMajor(work: Deploy, host: RemoteHost, image: string): Promise<void> {
  const { volume, majors: container } = namesOf(work.input)
  if ((await host.volumes.find(volume)) === null) return
  const labels = labelsOf(work.input, work.jobId)
  const majors = await host.databases.majors({ container, image, labels, volume })
  if (majors && majors.data !== majors.image) throw otherMajor(work.input.instance.path, work.input.postgres, majors)
}

/** What gave way and has no successor that is ready stands once more: what serves needs it. */
export async function formerDatabase(work: Deploy): Promise<void> {
  const { before, database } = work.input
  if (!isReplacing(work) || before === null || !database) {
    // What was to restart and was not begun with has the share of another size.
    const isFormer = (database?.restarts.length ?? 0) > 0 && !('replacing' in keptBy(work, 'creating_database'))
    return isFormer ? undefined : atItsShare(work)
  }
  const since = work.now()
  const host = await work.host()
  const { id: instance } = work.input.instance
  try {
    await asFormer(work, host, { ...work.input, ...database.former, id: before.release }, before.deploymentId)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    // Visitors need not find out for themselves.
    await Promise.allSettled([host.proxy.maintenance(instance, true)])
    // What it says itself nobody mends by trying again.
    throw new Fault(
      'not_back',
      { why: error.message },
      { transient: error.transient && error.code !== 'database_not_ready' },
    )
  }
  if (await host.proxy.inMaintenance(instance)) await host.proxy.maintenance(instance, false)
  work.say('warning', `PostgreSQL runs again as it did before, and the release from before on it ${took(work, since)}`)
}

async function asFormer(work: Deploy, host: RemoteHost, former: Release, madeBy: string): Promise<void> {
  const names = namesOf(former)
  const wanted = wantedContainers(work)
  await poolFiles(work, host, former)
  for (const [index, spec] of [databaseContainer(former, madeBy), bouncerContainer(former, madeBy)].entries()) {
    const found = await host.containers.find(spec.name)
    const print = found?.labels[printLabel]
    const isNew = print === wanted[index]?.labels[printLabel] && print !== spec.labels[printLabel]
    if (isNew) {
      await host.containers.stop(spec.name, 60)
      await host.containers.remove(spec.name)
    }
    if (!found || isNew) await host.containers.create(spec)
    await host.containers.start(spec.name)
  }
  await host.databases.untilReady(names.database, attempts)
  await limited(work, sharesOf(former.size).database)
  await host.databases.untilReady(names.database, attempts, { container: names.bouncer, port: 6432 })
}

function isReplacing(work: Deploy): boolean {
  const kept = keptBy(work, 'creating_database')
  return 'replacing' in kept && kept.replacing === work.jobId
}
