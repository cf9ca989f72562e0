import type { DnsRecord } from '../../ports/dns.ts'
import { type DeployStage, neverStops, patient, took } from '../deploy.stage.ts'

const ttlSeconds = 300

export const configuringDns: DeployStage = {
  id: 'configuring_dns',
  title: 'Configuring DNS',
  description: 'The record early, so that it is known when the certificate is asked for',
  needs: ['initializing'],
  stops: neverStops,
  deadlineMs: 60_000,
  retries: patient,
  expectedMs: 1200,
  async done(work) {
    const { instance, server } = work.input
    if (instance.domain === null) return false
    const { dns } = await work.host()
    return (await dns.find(instance.domain))?.address === server.address
  },
  async run(work) {
    const since = work.now()
    const { instance, server } = work.input
    if (instance.domain === null) {
      work.say('info', `DNS setup skipped ${took(work, since)}: the instance has no domain`)
      return
    }
    work.say('info', 'Configuring DNS record (early for propagation)...')
    const { dns } = await work.host()
    // Kept before it is changed: whoever undoes it must know what stood there.
    const before: Kept = { record: await dns.find(instance.domain) }
    if (work.kept('configuring_dns') === null) work.keep(before)
    await dns.set({ name: instance.domain, address: server.address, ttlSeconds })
    work.say('info', `DNS configured: ${instance.domain} -> ${server.address} ${took(work, since)}`)
  },
  async clean(work) {
    const kept = work.kept('configuring_dns')
    const { domain } = work.input.instance
    if (!isKept(kept) || domain === null) return
    const { dns } = await work.host()
    await (kept.record === null ? dns.remove(domain) : dns.set(kept.record))
  },
}

interface Kept {
  record: DnsRecord | null
}

function isKept(value: unknown): value is Kept {
  return value !== null && typeof value === 'object' && 'record' in value
}
