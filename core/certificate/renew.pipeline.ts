import { tellCertificate } from '../deployment/stages/configuring-traefik.ts'
import { Fault } from '../error.ts'
import { connecting } from '../pipeline/connecting.ts'
import type { Pipeline, Work } from '../pipeline/stage.ts'
import { type Renewal, renewPipelineName } from './renewal.ts'

/** A new certificate for a site whose own ends soon, or that has none: nothing of what serves is touched. */
export const renewPipeline: Pipeline<Renewal> = {
  name: renewPipelineName,
  stages: [
    connecting({ retries: { times: 3, afterMs: 1000 } }),
    {
      id: 'renewing',
      title: 'Renewing the certificate',
      description: 'Showing that the name leads to us, and taking the new certificate into use',
      needs: ['connecting'],
      deadlineMs: 180_000,
      expectedMs: 5000,
      run: renew,
    },
  ],
}

async function renew(work: Work<Renewal>): Promise<void> {
  const { instance, domain, force } = work.input
  const { proxy } = await work.host()
  if ((await proxy.prepared(instance)) === null) {
    throw new Fault('state_forbids', {
      why: `The proxy knows nothing of ${domain} yet.`,
      next: 'Deploy the instance: that makes its route and its certificate.',
    })
  }
  const since = work.now()
  work.say('info', `Requesting SSL certificate for ${domain}...`)
  const secured = await proxy.secure(instance, force)
  if (secured.kind === 'proxy') work.say('info', 'The proxy sees to its certificates by itself')
  if (secured.kind === 'none') work.say('warning', `No certificate: ${secured.why ?? 'nobody gives any'}`)
  const { kind, until, why } = secured
  const isKept = kind === 'valid' && why === null
  if (isKept) work.say('info', `The certificate is valid ${dayOf(until)}; there is nothing to renew`)
  tellCertificate(work, domain, secured, since)
  work.result({ kind, until })
  if (kind === 'due' || (kind === 'valid' && !isKept)) {
    const instead =
      until === null ? 'it answers over http until there is one' : `the one that it has is valid ${dayOf(until)}`
    throw new Fault('certificate_refused', { domain, why: why ?? 'no reason was given', instead })
  }
}

function dayOf(until: number | null): string {
  return until === null
    ? 'for long enough'
    : `until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
