import { Fault } from '../../error.ts'
import { servesAgain } from '../../job/kept.rule.ts'
import { type Deploy, keptBy } from '../deploy.stage.ts'
import { namesOf, odooName } from '../names.rule.ts'
import { alive, answerLimits } from '../ports.rule.ts'
import type { Release } from '../release.ts'
import { forget } from './run-odoo.ts'

/** Whether there is no way back any more: the new release serves, on data of its own or alone. It stays then. */
export async function stays(work: Deploy): Promise<boolean> {
  const { instance, before, way } = work.input
  if (before === null) return false
  const host = await work.host()
  if ((await host.proxy.serves(instance.id)) !== namesOf(work.input).odoo) return false
  return way === 'update' || (await host.containers.find(odooName(instance.id, before.release))) === null
}

/** The database as it was before the update, the old release on it, and the page off. Safe to do twice. */
export async function bringBack(work: Deploy): Promise<void> {
  const { before } = work.input
  const since = interruptedSince(work)
  if (before === null || since === null || isLetIn(work)) return
  try {
    await broughtBack(work, before, since)
  } catch (error) {
    // Of what a retry has not touched yet nobody knows better than the job that it retries.
    if (!(error instanceof Fault) || !isOurs(work)) throw error
    // Room is made by people: it is there some time later too.
    const transient = error.transient || error.code === 'disk_full'
    throw new Fault('not_back', { why: error.message }, { transient })
  }
}

async function broughtBack(work: Deploy, before: NonNullable<Release['before']>, since: number): Promise<void> {
  const { instance, way } = work.input
  const host = await work.host()
  if (!(await host.proxy.inMaintenance(instance.id))) return
  // Once traffic was let in, nobody's data is put back behind their backs.
  if ((await host.proxy.serves(instance.id)) === namesOf(work.input).odoo)
    return host.proxy.maintenance(instance.id, false)
  const names = namesOf(work.input)
  await forget(work, host)
  // A release that comes back has a dump from its first time: that one is about other data.
  if (way === 'update' && (await host.databases.dumped(names.database, names.dump))) {
    work.say('info', 'Bringing the database back as it was before the update...')
    await host.databases.restore(names.database, names.databaseName, names.dump)
    // From here on people write again: nobody may come back to this dump later.
    await host.databases.dropDump(names.database, names.dump)
  }
  const old = odooName(instance.id, before.release)
  await host.containers.start(old)
  // Visitors see the page until it answers: only then it serves again.
  await host.containers.probe(old, { ...alive, withinMs: answerLimits(work.input).aliveMs })
  await host.proxy.switch(instance.id, old)
  const seconds = ((work.now() - since) / 1000).toFixed(1)
  work.say('warning', `The release from before serves again; it did not for ${seconds} s`, servesAgain)
}

/** From now on, or since then, visitors see the maintenance page. */
export function interrupt(work: Deploy, since: number): void {
  work.keep({ since, job: work.jobId })
}

/** Since when visitors see the maintenance page; null where they never did. */
export function interruptedSince(work: Deploy): number | null {
  const kept = keptOf(work)
  return 'since' in kept && typeof kept.since === 'number' ? kept.since : null
}

function isOurs(work: Deploy): boolean {
  const kept = keptOf(work)
  return 'job' in kept && kept.job === work.jobId
}

function keptOf(work: Deploy): object {
  return keptBy(work, work.input.way === 'instead' ? 'starting_container' : 'initializing_database')
}

/** Visitors have the new release: the page is off, and their data are nobody's to put back. */
export function letIn(work: Deploy): void {
  work.keep({ letIn: work.jobId, at: work.now() })
}

/** For how long visitors saw the page until they were let in; 0 where they never did. */
export function interruptedMs(work: Deploy): number {
  const since = interruptedSince(work)
  if (since === null) return 0
  const kept = keptBy(work, 'health_check')
  return ('at' in kept && typeof kept.at === 'number' ? kept.at : work.now()) - since
}

function isLetIn(work: Deploy): boolean {
  const kept = keptBy(work, 'health_check')
  return 'letIn' in kept && kept.letIn === work.jobId
}
