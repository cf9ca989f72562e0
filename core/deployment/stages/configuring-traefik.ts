import type { Route } from '../../ports/proxy.ts'
import { type Deploy, type DeployStage, redeployStops, took } from '../deploy.stage.ts'
import { printOf } from '../print.ts'

export const configuringTraefik: DeployStage = {
  id: 'configuring_traefik',
  title: 'Configuring Traefik',
  description: 'Route and certificate, prepared and not yet switched',
  needs: ['connecting', 'verifying_dns'],
  stops: redeployStops,
  deadlineMs: 120_000,
  expectedMs: 500,
  async done(work) {
    const route = routeOf(work)
    if (!route) return false
    const { proxy } = await work.host()
    const prepared = await proxy.prepared(route.instance)
    return prepared !== null && printOf(prepared) === printOf(route)
  },
  async run(work) {
    const since = work.now()
    const route = routeOf(work)
    const name = work.input.server.proxy === 'nginx' ? 'Nginx' : 'Traefik'
    if (!route) return work.say('info', `No route: the instance has no domain ${took(work, since)}`)
    work.say('info', `Configuring ${name} routing...`)
    const { proxy } = await work.host()
    if (work.kept('configuring_traefik') === null) work.keep({ before: await proxy.prepared(route.instance) })
    await proxy.prepare(route)
    work.say('info', `${name} configured ${took(work, since)}`)
  },
  async clean(work) {
    const kept = work.kept('configuring_traefik')
    if (kept === null || typeof kept !== 'object' || !('before' in kept)) return
    const { proxy } = await work.host()
    if (isRoute(kept.before)) await proxy.prepare(kept.before)
    else await proxy.remove(work.input.instance.id)
  },
}

export function routeOf({ input }: Deploy): Route | null {
  const { instance, server } = input
  if (instance.domain === null) return null
  return {
    instance: instance.id,
    domain: instance.domain,
    kind: server.proxy,
    rateLimit: { average: 100, burst: 50 },
    httpPort: 8069,
    websocketPort: 8072,
  }
}

function isRoute(value: unknown): value is Route {
  return value !== null && typeof value === 'object' && 'domain' in value
}
