import { Fault } from '../../error.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { printLabel } from '../../ports/labels.ts'
import type { Deploy } from '../deploy.stage.ts'
import { namesOf } from '../names.rule.ts'
import { templateName } from '../template.rule.ts'
import { odooContainer } from './odoo-container.ts'
import { forget, installing, isAtWork, type OdooRun, runAhead, updating } from './run-odoo.ts'
import { giveWay, removeOdoo } from './spare.ts'

/** Where Odoo has something to do in the database, all wait for that: it comes before the one that serves. */
export async function startFirst(work: Deploy): Promise<void> {
  const host = await work.host()
  const { way, restores } = work.input
  if (way === 'update' && restores !== null) return
  const run = way === 'update' ? updating(work) : await installs(work, host)
  if (run === null) return startWaiting(work)
  await asFarAsItGoes(work, namesOf(work.input).once, async () => {
    await giveWay(work, host)
    await runAhead(work, host, run)
  })
}

/** Of a first deploy that has no template to copy. */
async function installs(work: Deploy, { databases }: RemoteHost): Promise<OdooRun | null> {
  const wanted = work.input.way === 'first' && (await databases.templates.first([templateName(work.input)])) === null
  return wanted ? installing(work) : null
}

/** Makes the container while others still fetch the code and make the database ready: starting one takes its time. */
export async function startWaiting(work: Deploy): Promise<void> {
  const host = await work.host()
  const { containers, files } = host
  const spec = odooContainer(work)
  // Where memory does not hold two, it holds none that waits either.
  if (work.input.again || work.input.way === 'instead' || (await containers.find(spec.name)) !== null) return
  await asFarAsItGoes(work, spec.name, async () => {
    await Promise.all([files.remove(namesOf(work.input).word), giveWay(work, host), containers.create(spec)])
    await containers.start(spec.name)
  })
}

/** Whatever it is, the stage that waits for it meets it too, and says it there. */
async function asFarAsItGoes(work: Deploy, name: string, start: () => Promise<void>): Promise<void> {
  try {
    await start()
  } catch (error) {
    if (!(error instanceof Fault) || error.transient) throw error
    work.say('debug', `Not started ahead: ${error.message}`)
    await (await work.host()).containers.remove(name)
  }
}

/** One that never got its word has nothing to tell. */
export async function removeWaiting(work: Deploy): Promise<void> {
  const host = await work.host()
  const { odoo, word } = namesOf(work.input)
  if (!(await isAtWork(work, host))) await forget(work, host)
  if ((await host.containers.find(odoo)) === null || (await host.files.print(word)) !== null) return
  await removeOdoo(work, host, odoo)
}

/** Whether it runs as this release wants it; `false` where it waits only. */
export async function goesOn(work: Deploy): Promise<boolean> {
  const { containers, files } = await work.host()
  const spec = odooContainer(work)
  const [found, word] = await Promise.all([containers.find(spec.name), files.print(namesOf(work.input).word)])
  return found?.state === 'running' && found.labels[printLabel] === spec.labels[printLabel] && word !== null
}
