import { Fault } from '../../error.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { type Deploy, type DeployStage, redeployStops, took } from '../deploy.stage.ts'
import { namesOf, odooName } from '../names.rule.ts'
import type { Serving } from '../release.ts'
import { stays } from './way-back.ts'

const drainSeconds = 30
const probe = { port: 8069, path: '/web/health', withinMs: 60_000 }

export const healthCheck: DeployStage = {
  id: 'health_check',
  title: 'Health check',
  description: 'Asking the new container itself, then giving it the traffic',
  needs: ['starting_container', 'configuring_traefik'],
  stops: redeployStops,
  deadlineMs: 300_000,
  expectedMs: 18_500,
  async run(work) {
    const since = work.now()
    const host = await work.host()
    const name = namesOf(work.input).odoo
    work.say('info', 'Performing health check...')
    const { status } = await host.containers.probe(name, probe)
    if (status === 200) {
      work.say('info', `Health check passed! ${took(work, since)}`)
      await takeTraffic(work, host, name)
      return
    }
    const why = status === null ? 'nothing answered' : `it answered ${status}`
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

async function takeTraffic(work: Deploy, host: RemoteHost, name: string): Promise<void> {
  const { instance, before, way } = work.input
  await host.proxy.switch(instance.id, name)
  if (way === 'update' || way === 'instead') await host.proxy.maintenance(instance.id, false)
  if (before === null) return
  const old = odooName(instance.id, before.release)
  if ((await host.containers.find(old))?.state !== 'running') return
  const since = work.now()
  work.say('info', 'Traffic goes to the new container; waiting for the old one to finish its requests...')
  await host.proxy.drain(old, drainSeconds)
  await host.containers.stop(old, drainSeconds)
  work.say('info', `Old container stopped ${took(work, since)}`)
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
  await containers.start(old)
  await proxy.switch(instance.id, old)
}
