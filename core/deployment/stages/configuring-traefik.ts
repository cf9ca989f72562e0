import { warningOf } from '../../job/warning.ts'
import type { Route, Secured } from '../../ports/proxy.ts'
import { processesOf } from '../conf.rule.ts'
import { type Deploy, type DeployStage, patient, redeployStops, took } from '../deploy.stage.ts'
import { odooPort, websocketPort } from '../ports.rule.ts'
import { printOf } from '../print.ts'
import { isVerified } from './verifying-dns.ts'

export const configuringTraefik: DeployStage = {
  id: 'configuring_traefik',
  title: 'Configuring Traefik',
  description: 'Route and certificate, prepared and not yet switched',
  needs: ['creating_network', 'verifying_dns'],
  stops: redeployStops,
  deadlineMs: 180_000,
  retries: patient,
  expectedMs: 500,
  async done(work) {
    const route = routeOf(work)
    if (!route) return false
    const { proxy } = await work.host()
    const prepared = await proxy.prepared(route.instance)
    if (prepared === null || printOf(prepared) !== printOf(route) || !(await proxy.running())) return false
    return (await proxy.secured(route.instance)).kind !== 'due'
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
    await certify(work, route)
  },
  async clean(work) {
    const kept = work.kept('configuring_traefik')
    if (kept === null || typeof kept !== 'object' || !('before' in kept)) return
    const { proxy } = await work.host()
    if (isRoute(kept.before)) await proxy.prepare(kept.before)
    else await proxy.remove(work.input.instance.id)
  },
}

/** What fails here is told and stops nothing: the site answers over http, or by the certificate that it has. */
async function certify(work: Deploy, { instance, domain }: Route): Promise<void> {
  const { proxy } = await work.host()
  const before = await proxy.secured(instance)
  if (before.kind === 'none') return work.say('info', `No certificate: ${before.why}; ${domain} answers over http`)
  if (before.kind !== 'due') return
  if (!isVerified(work)) {
    const until = before.until === null ? `${domain} answers over http until then` : 'the one that is there serves on'
    return work.say('warning', `The certificate is asked for once ${domain} leads here; ${until}`)
  }
  const since = work.now()
  work.say('info', `Requesting SSL certificate for ${domain}...`)
  tellCertificate(work, domain, await proxy.secure(instance), since)
}

export function tellCertificate(
  work: Pick<Deploy, 'say' | 'now'>,
  domain: string,
  { kind, until, why }: Secured,
  since: number,
): void {
  const seconds = `(${((work.now() - since) / 1000).toFixed(1)}s)`
  const day = until === null ? '' : new Date(until).toISOString().slice(0, 10)
  if (kind === 'made') work.say('info', `SSL certificate issued, valid until ${day} ${seconds}`)
  if (kind !== 'due') return
  const instead =
    until === null ? `${domain} answers over http until there is one` : `the old one is valid until ${day}`
  const said = `SSL certificate not issued ${seconds}: ${why ?? 'no reason was given'}; ${instead}`
  work.say('warning', said, warningOf('certificate_refused'))
  work.say('info', 'It is tried again by itself within the hour')
}

export function routeOf({ input }: Pick<Deploy, 'input'>): Route | null {
  const { instance, server } = input
  if (instance.domain === null) return null
  return {
    instance: instance.id,
    domain: instance.domain,
    kind: server.proxy,
    rateLimit: { average: 100, burst: 50 },
    httpPort: odooPort,
    websocketPort: websocketPort(processesOf(input).workers),
  }
}

function isRoute(value: unknown): value is Route {
  return value !== null && typeof value === 'object' && 'domain' in value
}
