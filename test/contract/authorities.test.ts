import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dnsOf } from '../../adapters/dns/dns.ts'
import { addressOfServer } from '../../core/domain/leads.ts'
import type { DnsProvider } from '../../core/ports/equipment.ts'
import { Secret } from '../../core/secret.ts'
import { describeInLab } from '../lab/endpoints.ts'
import { OwnKnot } from './own-knot.ts'

/** Two zones with a name server each, and one that the system asks and that remembers what was. */
describeInLab('whoever answers for a zone', () => {
  const net = `127.53.${randomInt(1, 250)}`
  const [system, alpha, beta, nobody] = [`${net}.1`, `${net}.2`, `${net}.3`, `${net}.4`] as const
  const view = { signal: new AbortController().signal, pulse: () => {} }
  const here = '192.0.2.7'
  const once = (name: string) => ({ name, address: here, everyMs: 1000, withinMs: 0 })
  const knots: OwnKnot[] = []

  const ofAlpha = [
    // The second refuses the zone, the third is not there.
    ...[alpha, beta, nobody].flatMap((address, index) => [`@ NS ns${index}`, `ns${index} A ${address}`]),
    'www CNAME host.beta.test.',
    'chain CNAME www',
    'round CNAME round.beta.test.',
  ]
  const ofBeta = ['@ NS ns', `ns A ${beta}`, `host A ${here}`, 'round CNAME round.alpha.test.']

  beforeAll(async () => {
    const remembered = [...ofAlpha, 'site A 192.0.2.99']
    const silent = ['@ NS ns', `ns A ${nobody}`, 'site A 192.0.2.8']
    knots.push(
      ...(await Promise.all([
        OwnKnot.start(system, { 'alpha.test': remembered, 'beta.test': ofBeta, 'silent.test': silent }),
        OwnKnot.start(alpha, { 'alpha.test': [...ofAlpha, `site A ${here}`] }),
        OwnKnot.start(beta, { 'beta.test': ofBeta }),
      ])),
    )
  })
  afterAll(() => Promise.all(knots.map((knot) => knot.stop())))

  const dns = (provider: DnsProvider | null = null, asked: string = system) =>
    dnsOf({ dns: provider, resolvers: [] }, view, [asked])

  test('is found and asked, and not who remembers; those who do not answer are left out', async () => {
    expect(await dns().resolve('site.alpha.test')).toEqual([here])
    expect(await dns().untilResolved(once('site.alpha.test'))).toBe(true)
    expect(await dns().resolve('none.alpha.test')).toEqual([])
  })

  test.each(['www', 'chain'])('says that %s is a name in another zone, which is asked for then', async (name) => {
    expect(await dns().resolve(`${name}.alpha.test`)).toEqual([here])
    expect(await dns().untilResolved(once(`${name}.alpha.test`))).toBe(true)
  })

  test('may lead round and round, which leads nowhere', async () => {
    expect(await dns().resolve('round.alpha.test')).toEqual([])
    expect(await dns().untilResolved(once('round.alpha.test'))).toBe(false)
  })

  test('may not answer at all: then whoever the system asks, and where nobody does, that is said', async () => {
    expect(await dns().resolve('site.silent.test')).toEqual(['192.0.2.8'])
    expect(await dns(null, nobody).resolve('site.alpha.test')).toBeNull()
    expect(await dns(null, nobody).untilResolved(once('site.alpha.test'))).toBe(false)
  })

  test('is asked by those who were named, and by nobody else, where some were', async () => {
    const named = dnsOf({ dns: null, resolvers: [`${beta}:53`, `${system}:53`] }, view, [nobody])
    expect(await named.resolve('site.alpha.test')).toEqual(['192.0.2.99'])
    expect(await named.resolve('www.alpha.test')).toEqual([here])
  })

  const key = { name: 'key', algorithm: 'hmac-sha256', secret: new Secret('AAAA') }
  const provider: DnsProvider = { kind: 'rfc2136', zone: 'alpha.test', server: `${system}:53`, key }

  test('is told by the provider of the zone, and of other zones by others', async () => {
    expect(await dns(provider).resolve('site.alpha.test')).toEqual([here])
    expect(await dns(provider, beta).resolve('host.beta.test')).toEqual([here])
    // Nobody answers for the zone where it says: then itself.
    const alone: DnsProvider = { ...provider, zone: 'silent.test' }
    expect(await dns(alone, nobody).resolve('site.silent.test')).toEqual(['192.0.2.8'])
  })

  test('knows a server by its name, in whatever zone; one without an address is no value of a record', async () => {
    expect(await addressOfServer(dns(provider), here)).toBe(here)
    expect(await addressOfServer(dns(provider), 'host.beta.test')).toBe(here)
    await expect(addressOfServer(dns(provider), 'none.beta.test')).rejects.toMatchObject({
      code: 'server_without_address',
      transient: false,
      message: expect.stringContaining('I know the server as none.beta.test'),
    })
    await expect(addressOfServer(dns(provider, nobody), 'host.beta.test')).rejects.toMatchObject({ transient: true })
  })
})
