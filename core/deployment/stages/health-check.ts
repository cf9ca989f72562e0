import { Fault } from '../../error.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { type Deploy, type DeployStage, redeployStops, took } from '../deploy.stage.ts'
import { namesOf, odooName } from '../names.rule.ts'
import { bringBack } from './way-back.ts'

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
    } else await giveUp(work, host, name)
    throw new Fault('health_check_failed', { why })
  },
}

async function takeTraffic(work: Deploy, host: RemoteHost, name: string): Promise<void> {
  const { instance, before, way } = work.input
  await host.proxy.switch(instance.id, name)
  if (way === 'update') await host.proxy.maintenance(instance.id, false)
  if (before === null || before.release === work.input.id) return
  const old = odooName(instance.id, before.release)
  if ((await host.containers.find(old)) === null) return
  const since = work.now()
  work.say('info', 'Traffic goes to the new container; waiting for the old one to finish its requests...')
  await host.proxy.drain(old, drainSeconds)
  await host.containers.stop(old, drainSeconds)
  await host.containers.remove(old)
  work.say('info', `Old container removed ${took(work, since)}`)
}

/** The old one stays; the new one leaves no trace. */
async function giveUp(work: Deploy, host: RemoteHost, name: string): Promise<void> {
  if (work.signal.aborted) return
  await host.containers.stop(name, 10)
  await host.containers.remove(name)
  await bringBack(work)
  work.say('warning', 'The release from before keeps the traffic')
}
