import { addressOfServer } from '../../domain/leads.ts'
import { type DeployStage, neverStops, took } from '../deploy.stage.ts'

const everyMs = 10_000
const withinMs = 180_000

export const verifyingDns: DeployStage = {
  id: 'verifying_dns',
  title: 'Verifying DNS',
  description: 'Waiting until the name leads to the server: the certificate needs it',
  needs: ['configuring_dns'],
  stops: neverStops,
  deadlineMs: withinMs + 60_000,
  expectedMs: 28_500,
  async done(work) {
    const { domain } = work.input.instance
    if (domain === null) return false
    const { dns } = await work.host()
    return (await dns.resolve(domain)) === (await addressOfServer(dns, work.input.server.address))
  },
  async run(work) {
    const since = work.now()
    const { instance, server } = work.input
    if (instance.domain === null) {
      work.say('info', `DNS verification skipped ${took(work, since)}: the instance has no domain`)
      return
    }
    work.say('info', 'Verifying DNS propagation before SSL...')
    work.say('info', 'Verifying DNS propagation (may take up to 3 minutes)...')
    const { dns } = await work.host()
    const address = await addressOfServer(dns, server.address)
    const wanted = { name: instance.domain, address, everyMs, withinMs }
    if (await dns.untilResolved(wanted)) {
      work.say('info', `DNS verified - safe to proceed with SSL ${took(work, since)}`)
      return
    }
    work.say('warning', `DNS verification timed out ${took(work, since)} - proceeding anyway`)
    work.say('warning', 'SSL may take longer to provision')
  },
}
