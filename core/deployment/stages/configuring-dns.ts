import { addressOfServer, leadsTo, recordTo } from '../../domain/leads.ts'
import type { DnsRecord } from '../../ports/dns.ts'
import { type DeployStage, neverStops, patient, took } from '../deploy.stage.ts'

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
    if ((await dns.provider()) === null) return false
    return leadsTo(await dns.find(instance.domain), await addressOfServer(dns, server.address))
  },
  async run(work) {
    const since = work.now()
    const { instance, server } = work.input
    const { domain } = instance
    if (domain === null) return work.say('info', `DNS setup skipped ${took(work, since)}: the instance has no domain`)
    const { dns } = await work.host()
    if ((await dns.provider()) === null)
      return work.say('info', `DNS setup skipped ${took(work, since)}: No DNS provider configured`)
    work.say('info', 'Configuring DNS record (early for propagation)...')
    const address = await addressOfServer(dns, server.address)
    // Kept before it is changed: whoever undoes it must know what stood there.
    const before: Kept = { records: await dns.find(domain) }
    if (work.kept('configuring_dns') === null) work.keep(before)
    const elsewhere = before.records.filter(({ value }) => value !== address)
    if (elsewhere.length > 0) {
      const told = elsewhere.map(({ type, value }) => `${type} ${value}`).join(', ')
      work.say('warning', `${domain} leads elsewhere now (${told}); that is replaced`)
    }
    await dns.set(domain, [recordTo(domain, address)])
    work.say('info', `DNS configured: ${domain} -> ${address} ${took(work, since)}`)
  },
  async clean(work) {
    const kept = work.kept('configuring_dns')
    const { domain } = work.input.instance
    if (!isKept(kept) || domain === null) return
    const { dns } = await work.host()
    await dns.set(domain, kept.records)
  },
}

interface Kept {
  records: DnsRecord[]
}

function isKept(value: unknown): value is Kept {
  return value !== null && typeof value === 'object' && 'records' in value
}
