import { addressOfServer } from '../../domain/leads.ts'
import { Fault } from '../../error.ts'
import { type Deploy, type DeployStage, neverStops, patient, took } from '../deploy.stage.ts'

const everyMs = 10_000
const withinMs = 180_000

export const verifyingDns: DeployStage = {
  id: 'verifying_dns',
  title: 'Verifying DNS',
  description: 'Waiting until the name leads to the server: the certificate needs it',
  needs: ['configuring_dns'],
  stops: neverStops,
  deadlineMs: withinMs + 60_000,
  retries: patient,
  expectedMs: 28_500,
  async done(work) {
    const { domain } = work.input.instance
    if (domain === null) return false
    const { dns } = await work.host()
    const [address, found] = await Promise.all([addressOfServer(dns, work.input.server.address), dns.resolve(domain)])
    const isThere = found !== null && found.length > 0 && found.every((one) => one === address)
    if (isThere) work.keep({ verified: true })
    return isThere
  },
  async run(work) {
    const since = work.now()
    const { instance, server } = work.input
    if (instance.domain === null) {
      work.say('info', `DNS verification skipped ${took(work, since)}: the instance has no domain`)
      return
    }
    work.say('info', 'Verifying DNS propagation before SSL...')
    const waits = !(await servedHere(work))
    if (waits) work.say('info', 'Verifying DNS propagation (may take up to 3 minutes)...')
    const { dns } = await work.host()
    const address = await addressOfServer(dns, server.address)
    const within = waits ? withinMs : 0
    const verified = await dns.untilResolved({ name: instance.domain, address, everyMs, withinMs: within })
    work.keep({ verified })
    if (verified) {
      work.say('info', `DNS verified - safe to proceed with SSL ${took(work, since)}`)
      return
    }
    if (waits) {
      work.say('warning', `DNS verification timed out ${took(work, since)} - proceeding anyway`)
      work.say('warning', 'SSL may take longer to provision')
    } else work.say('info', `It served here before, so nobody waits for the name ${took(work, since)}`)
    const found = foundAs(await dns.resolve(instance.domain))
    throw new Fault('dns_not_propagated', { name: instance.domain, address, found })
  },
}

/** Visitors came here by this name before, and their way was not changed just now: waiting would change nothing. */
async function servedHere(work: Deploy): Promise<boolean> {
  if (work.input.way === 'first' || work.kept('configuring_dns') !== null) return false
  const { proxy } = await work.host()
  return (await proxy.prepared(work.input.instance.id))?.domain === work.input.instance.domain
}

function foundAs(addresses: readonly string[] | null): string {
  if (addresses === null) return 'no name server answers for it'
  return addresses.length === 0 ? 'nobody knows an address of it' : `it leads to ${addresses.join(' and ')}`
}

/** Whether the name led here: without that nobody gives a certificate, and asking in vain is counted. */
export function isVerified(work: Pick<Deploy, 'kept'>): boolean {
  const kept = work.kept('verifying_dns')
  return kept !== null && typeof kept === 'object' && 'verified' in kept && kept.verified === true
}
