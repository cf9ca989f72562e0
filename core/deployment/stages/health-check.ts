import { Fault } from '../../error.ts'
import { lasted } from '../../job/lasted.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { type Deploy, type DeployStage, patient, redeployStops, took } from '../deploy.stage.ts'
import { namesOf, odooName } from '../names.rule.ts'
import { troubleIn } from '../odoo-log.rule.ts'
import { alive, answerLimits, longestAnswerMs, odooPort, page } from '../ports.rule.ts'
import type { Serving } from '../release.ts'
import { letIn, stays } from './way-back.ts'

const drainSeconds = 30
const visitWithinMs = 15_000
const lastLines = 200
const mostShown = 30

export const healthCheck: DeployStage = {
  id: 'health_check',
  title: 'Health check',
  description: 'Asking the new container itself, then giving it the traffic',
  needs: ['starting_container', 'configuring_traefik'],
  stops: redeployStops,
  deadlineMs: longestAnswerMs + 300_000,
  idleMs: 300_000,
  retries: patient,
  expectedMs: 18_500,
  async run(work) {
    const since = work.now()
    const host = await work.host()
    const name = namesOf(work.input).odoo
    work.say('info', 'Performing health check...')
    const why = await unwell(work, host, name)
    if (why === null) {
      work.say('info', `Health check passed! ${took(work, since)}`)
      await takeTraffic(work, host, name)
      return
    }
    await tellWhy(work, host, name)
    if (work.input.way === 'first') {
      // Nothing served before, so the route may as well lead there: it may only need longer.
      work.say('warning', `Health check failed ${took(work, since)}, but container is running`)
      await takeTraffic(work, host, name)
    } else work.say('warning', `Health check failed ${took(work, since)}: the release from before keeps the traffic`)
    throw new Fault('health_check_failed', { why })
  },
  clean: switchBack,
  // What failed afterwards takes nothing from visitors: what serves is what runs.
  rescue: sayServing,
}

/** Why the container is not fit for visitors; null where it is. */
async function unwell(work: Deploy, { containers }: RemoteHost, name: string): Promise<string | null> {
  const limits = answerLimits(work.input)
  const since = work.now()
  const asked = async (probe: typeof alive, withinMs: number) => {
    const { status } = await containers.probe(name, { ...probe, withinMs })
    if (status === 200) return null
    return `${probe.path}: ${status === null ? 'nothing answered' : `it answered ${status}`} within ${lasted(withinMs)}`
  }
  return (await asked(alive, limits.aliveMs)) ?? asked(page, limits.pageMs(work.now() - since))
}

/** What Odoo said of it itself; where it only waits, what the pool says that it waits for. */
async function tellWhy(work: Deploy, { containers }: RemoteHost, name: string): Promise<void> {
  const said = async (container: string, lines: number) =>
    (await containers.log(container, lines)).trimEnd().split('\n')
  const trouble = troubleIn(await said(name, lastLines))
  const ofPool = async () => (await said(namesOf(work.input).bouncer, 5)).filter((line) => /login failed/.test(line))
  for (const line of trouble?.lines.slice(-mostShown) ?? (await ofPool())) work.say('error', line)
}

async function takeTraffic(work: Deploy, host: RemoteHost, name: string): Promise<void> {
  const { instance, before, way } = work.input
  await host.proxy.switch(instance.id, name)
  if (way === 'update' || way === 'instead') letIn(work)
  const old = before && odooName(instance.id, before.release)
  const unseen = await unseenBy(work, host, name)
  if (unseen !== null && old && way === 'beside') {
    await host.proxy.switch(instance.id, old)
    work.say(
      'warning',
      `The site did not answer with the new release (${unseen}): the one from before has the traffic again`,
    )
    throw new Fault('health_check_failed', { why: `asked as a visitor, ${unseen}` })
  }
  if (unseen !== null) work.say('warning', `The site does not answer with the new release yet: ${unseen}`)
  if (old === null || (await host.containers.find(old))?.state !== 'running') return
  const since = work.now()
  work.say('info', 'Traffic goes to the new container; waiting for the old one to finish its requests...')
  await host.proxy.drain(old, odooPort, drainSeconds)
  // Nobody is served by it any more: its jobs in the background may take minutes to come to an end.
  await host.containers.end(old)
  work.say('info', `Old container has finished them, and ends ${took(work, since)}`)
}

/** What a visitor finds in place of the new release; null where it is that one that answers. */
async function unseenBy(work: Deploy, { proxy }: RemoteHost, name: string): Promise<string | null> {
  const { id, domain } = work.input.instance
  if (domain === null) return null
  const { status, by } = await proxy.visit(id, { path: page.path, container: name, withinMs: visitWithinMs })
  if (status === null) return 'nothing answered'
  if (by !== name) return `something else answered ${status}`
  return status < 400 ? null : `it answered ${status}`
}

async function sayServing(work: Deploy): Promise<void> {
  const { proxy, containers } = await work.host()
  const name = namesOf(work.input).odoo
  if ((await proxy.serves(work.input.instance.id)) !== name) return
  const serving: Serving = { containerId: (await containers.find(name))?.id ?? '' }
  work.result(serving)
}

/** The old one still stands, stopped, until the very end: it gets the traffic again. */
async function switchBack(work: Deploy): Promise<void> {
  const { instance, before } = work.input
  const { proxy, containers } = await work.host()
  if (before === null) return proxy.remove(instance.id)
  if ((await proxy.serves(instance.id)) !== namesOf(work.input).odoo) return
  if (await stays(work)) {
    work.say('warning', 'Too late: the new release serves already, and it stays')
    return sayServing(work)
  }
  const old = odooName(instance.id, before.release)
  // It may be about to end; until it answers again, visitors have the new one.
  await containers.stop(old, drainSeconds)
  await containers.start(old)
  await containers.probe(old, { ...alive, withinMs: answerLimits(work.input).aliveMs })
  await proxy.switch(instance.id, old)
}
