import { Fault } from '../../error.ts'
import { printLabel } from '../../ports/labels.ts'
import type { Deploy } from '../deploy.stage.ts'
import { namesOf } from '../names.rule.ts'
import { odooContainer } from './odoo-container.ts'
import { giveWay, removeOdoo } from './spare.ts'

/** Makes the container while others still fetch the code and make the database ready: starting one takes its time. */
export async function startWaiting(work: Deploy): Promise<void> {
  const host = await work.host()
  const { containers, files } = host
  const spec = odooContainer(work)
  // Where memory does not hold two, it holds none that waits either.
  if (work.input.again || work.input.way === 'instead' || (await containers.find(spec.name)) !== null) return
  try {
    await Promise.all([files.remove(namesOf(work.input).word), giveWay(work, host), containers.create(spec)])
    await containers.start(spec.name)
  } catch (error) {
    if (!(error instanceof Fault) || error.transient) throw error
    // Whatever it is, the stage that starts it meets it too, and says it there.
    work.say('debug', `Not started ahead: ${error.message}`)
    await containers.remove(spec.name)
  }
}

/** One that never got its word has nothing to tell. */
export async function removeWaiting(work: Deploy): Promise<void> {
  const host = await work.host()
  const { odoo, word } = namesOf(work.input)
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
