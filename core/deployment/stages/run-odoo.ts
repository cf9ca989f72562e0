import { Fault } from '../../error.ts'
import type { ContainerSpec, LogPlace } from '../../ports/containers.ts'
import type { DatabaseState } from '../../ports/databases.ts'
import type { RemoteHost } from '../../ports/host.ts'
import type { Deploy } from '../deploy.stage.ts'
import { namesOf } from '../names.rule.ts'
import { type Trouble, troubleIn } from '../odoo-log.rule.ts'
import { shortfall } from '../verdict.rule.ts'
import { odooContainer } from './odoo-container.ts'

/** More of a log than this nobody reads, nor keeps. */
const mostLines = 5000

/** PostgreSQL went away under it. */
const lostDatabase =
  /server closed the connection|terminating connection because of crash|in recovery mode|is the server running|connection refused/i

export interface OdooRun {
  option: '-i' | '-u'
  modules: readonly string[]
  environment: Readonly<Record<string, string>>
  /** What it is told beside that it may start. */
  told?: string
  /** Makes the database so, while it starts. */
  ready?(): Promise<void>
}

/**
 * Odoo's `-i` or `-u` in a container of its own: it survives a dropped line, can be waited for and asked how it ended.
 * It starts while `ready` makes the database so, and waits for that. Whether it went well the database says.
 */
export async function runOdoo(work: Deploy, host: RemoteHost, run: OdooRun): Promise<DatabaseState> {
  const { option, modules } = run
  const names = namesOf(work.input)
  const word = wordFile(work)
  // One of an earlier try, which is over: the next one must not begin by it.
  if (!(await host.containers.find(names.once))) await host.files.remove(word)
  const once = onceContainer(work, run)
  const log: string[] = []
  const heard = (line: string, place: LogPlace) => {
    if (log.push(line) > mostLines) log.shift()
    work.sayOf(place, 'debug', line)
  }
  const { code, log: end } = await host.containers.once(once, heard, async () => {
    await run.ready?.()
    // It may be at work already, begun by an earlier worker.
    if ((await host.files.print(word)) !== null) return
    if (option === '-u') await host.databases.expect(names.database, names.databaseName, modules)
    await host.files.write(word, `Odoo may start${run.told === undefined ? '' : `: ${run.told}`}.\n`)
  })
  const state = await host.databases.look(names.database, names.databaseName)
  const lacks = shortfall(state, modules)
  if (code === 0 && state && lacks === null) return state
  const lines = log.length > 0 ? log : end.split('\n')
  const trouble = troubleIn(lines)
  for (const line of trouble?.lines ?? lines.slice(-20)) work.say('error', line)
  const ended = lines.some((line) => lostDatabase.test(line)) ? await host.databases.ended(names.database) : null
  if (ended) throw ended
  if (lines.some((line) => /no space left on device/i.test(line)))
    throw new Fault('disk_full', { server: work.input.server.address })
  const last = lines.findLast((line) => line.trim() !== '')
  throw failure(option, code, trouble, (code === 0 ? lacks : last) ?? lacks ?? 'it said nothing')
}

/** By which a first deploy begins. It is begun anew where it was broken off: nobody waits for the disk at each commit. */
export function installing({ input }: Deploy): OdooRun {
  return { option: '-i', modules: input.modules.install, environment: { PGOPTIONS: '-c synchronous_commit=off' } }
}

export function updating({ input }: Deploy): OdooRun {
  return { option: '-u', modules: input.modules.update, environment: {} }
}

/** It reads Odoo while others still make what it needs, and waits for its word. */
export async function runAhead(work: Deploy, host: RemoteHost, run: OdooRun): Promise<void> {
  await host.files.remove(wordFile(work))
  await host.containers.ahead(onceContainer(work, run))
}

/** Whether it has had its word: one without only waits. */
export async function isAtWork(work: Deploy, host: RemoteHost): Promise<boolean> {
  const [found, word] = await Promise.all([
    host.containers.find(namesOf(work.input).once),
    host.files.print(wordFile(work)),
  ])
  return found !== null && word !== null
}

function onceContainer(work: Deploy, { option, modules, environment }: OdooRun): ContainerSpec {
  const { once, database, databaseName } = namesOf(work.input)
  // Not by the pool.
  const past = ['--db_host', database, '--db_port', '5432']
  const command = [...past, '-d', databaseName, option, modules.join(','), '--stop-after-init', '--no-http']
  return odooContainer(work, { name: once, word: wordOf(work), command, environment })
}

function wordOf({ jobId }: Deploy): string {
  return `word-${jobId}`
}

function wordFile(work: Deploy): string {
  return `${namesOf(work.input).own}/${wordOf(work)}`
}

/** The container of a run that is over, or is to be: another try begins with another one. */
export async function forget(work: Deploy, host: RemoteHost): Promise<void> {
  const { once } = namesOf(work.input)
  if (await host.containers.find(once)) await host.containers.remove(once)
}

function failure(option: '-i' | '-u', code: number, trouble: Trouble | null, otherwise: string): Fault {
  const done = option === '-i' ? 'installed' : 'updated'
  const why = (trouble?.why ?? otherwise).replace(/\.+$/, '')
  if (!trouble?.module) return new Fault('container_failed', { what: 'odoo', code: String(code), why })
  const { module, migration, lacks } = trouble
  if (migration) return new Fault('migration_failed', { script: migration, module, why })
  if (lacks?.what === 'addon') return new Fault('addon_missing', { module, done, missing: lacks.names })
  if (lacks?.what === 'library') return new Fault('library_missing', { module, done, library: lacks.names })
  if (lacks?.what === 'leave') return new Fault('module_not_installable', { module, done })
  return new Fault('module_failed', { module, done, why })
}
