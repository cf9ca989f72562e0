import { Fault } from '../../error.ts'
import type { Container } from '../../ports/containers.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { labelNames, printLabel, spareLabel } from '../../ports/labels.ts'
import type { Deploy } from '../deploy.stage.ts'
import { launcherText } from '../launcher.rule.ts'
import { availableMb, mayWait } from '../memory.rule.ts'
import { modulesFile, namesOf, odooOwner, waits } from '../names.rule.ts'
import { readerText } from '../reader.rule.ts'
import { wantsMb } from '../way.rule.ts'
import { confOf } from './conf-of.ts'
import { odooContainer, spareContainer } from './odoo-container.ts'

/** The one that waits since the last deploy becomes this release's, where it is what this one wants. */
export async function takeSpare(work: Deploy): Promise<Container | null> {
  // One that comes back has a folder of its own, from its first time.
  if (work.input.again) return null
  const host = await work.host()
  const { spare, releases, own, word, odooAlias, network } = namesOf(work.input)
  const spec = odooContainer(work)
  // The word of an earlier try is not for this one.
  const [found] = await Promise.all([host.containers.find(spare), host.files.remove(word)])
  const folder = found?.labels[spareLabel]
  if (!folder || found.state !== 'running' || found.labels[printLabel] !== spec.labels[printLabel]) return null
  try {
    if (await host.files.rename(`${releases}/${folder}`, own)) {
      await host.containers.adopt(spare, { name: spec.name, network, alias: odooAlias })
      return { ...found, name: spec.name }
    }
  } catch (error) {
    if (!(error instanceof Fault) || error.transient) throw error
    work.say('debug', `Not taken up: ${error.message}`)
  }
  // It would hear the word of a release that is not its own.
  await removeOdoo(work, host, spare)
  return null
}

/** One waits for the next release, as far as two have room beside it: made when nobody waits for this one any more. */
export async function keepSpare(work: Deploy, host: RemoteHost): Promise<void> {
  const { containers, files } = host
  const spec = spareContainer(work)
  const found = await containers.find(spec.name)
  const isSame = found?.state === 'running' && found.labels[printLabel] === spec.labels[printLabel]
  const wanted = work.input.server.spare === true && (await fits(work, host, isSame))
  if (isSame && wanted) return
  if (found) await removeOdoo(work, host, spec.name)
  if (!wanted) return
  const { releases, database, databaseName } = namesOf(work.input)
  const folder = `${releases}/${spec.labels[spareLabel]}`
  const state = await host.databases.look(database, databaseName)
  await Promise.all([
    files.write(`${folder}/start.sh`, launcherText),
    files.write(`${folder}/start.py`, readerText),
    // What it reads by; its release brings its own.
    files.write(`${folder}/odoo.conf`, await confOf(work), odooOwner(work.input)),
    files.write(`${folder}/${modulesFile}`, Object.keys(state?.modules ?? {}).join('\n')),
  ])
  await containers.create(spec)
  await containers.start(spec.name)
}

async function fits(work: Deploy, host: RemoteHost, isThere: boolean): Promise<boolean> {
  return mayWait(await freeMb(work, host), wantsMb(work.input), isThere)
}

async function freeMb(work: Deploy, { run }: RemoteHost): Promise<number | null> {
  const { output } = await run(['cat', '/proc/meminfo'], { deadlineMs: 10_000, signal: work.signal })
  return availableMb(output)
}

/** Where memory is short for one that is to serve, none waits on this server any more, whosesoever it is. */
export async function giveWay(work: Deploy, host: RemoteHost): Promise<void> {
  const free = await freeMb(work, host)
  if (free === null || free >= wantsMb(work.input)) return
  for (const { name, labels } of (await host.containers.list()).filter(waits)) {
    work.say('debug', `Memory is short: ${name}, which only waits, gives way`)
    await host.containers.remove(name)
    const instance = { [labelNames.instance]: labels[labelNames.instance] ?? '' }
    const folder = { [spareLabel]: labels[spareLabel] ?? '' }
    // Taken up since it was listed, it serves under another name, and finds its release by way of this folder.
    if ((await host.containers.list({ ...instance, ...folder })).length > 0) continue
    const { releases } = namesOf({ ...work.input, instance: { id: instance[labelNames.instance] ?? '' } })
    await host.files.remove(`${releases}/${labels[spareLabel]}`)
  }
}

/** With the folder that it waited in. */
export async function removeOdoo(work: Deploy, { containers, files }: RemoteHost, name: string): Promise<void> {
  const folder = (await containers.find(name))?.labels[spareLabel]
  await containers.remove(name)
  if (folder) await files.remove(`${namesOf(work.input).releases}/${folder}`)
}
