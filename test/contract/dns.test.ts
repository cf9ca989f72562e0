import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dnsOf } from '../../adapters/dns/dns.ts'
import { Fault } from '../../core/error.ts'
import type { Dns } from '../../core/ports/dns.ts'
import type { DnsProvider } from '../../core/ports/equipment.ts'
import { Secret } from '../../core/secret.ts'
import { describeInLab } from '../lab/endpoints.ts'
import { CloudflareStandIn } from './cloudflare.ts'

const view = { signal: new AbortController().signal, pulse: () => {} }
const own = `t${process.pid.toString(36)}${Date.now().toString(36)}`

/** What every filling does alike. */
function suite(filled: () => { dns: Dns; zone: string }): void {
  const a = (name: string, value: string, ttlSeconds = 300) => ({ name, type: 'A' as const, value, ttlSeconds })

  test('says who keeps the zone', async () => {
    const { dns, zone } = filled()
    expect(await dns.provider()).toContain(zone)
  })

  test('makes a record, finds it, changes it and takes it away', async () => {
    const { dns, zone } = filled()
    const name = `${own}-one.${zone}`
    expect(await dns.find(name)).toEqual([])
    await dns.set(name, [a(name, '192.0.2.7')])
    expect(await dns.find(name)).toEqual([a(name, '192.0.2.7')])
    await dns.set(name, [a(name, '192.0.2.8', 600)])
    expect(await dns.find(name)).toEqual([a(name, '192.0.2.8', 600)])
    await dns.set(name, [])
    expect(await dns.find(name)).toEqual([])
    await dns.set(name, [])
  })

  test('replaces all that decides where a name leads, and brings it back', async () => {
    const { dns, zone } = filled()
    const name = `${own}-two.${zone}`
    const before = [
      a(name, '192.0.2.7'),
      a(name, '192.0.2.9'),
      { name, type: 'AAAA' as const, value: '2001:db8::7', ttlSeconds: 120 },
    ]
    await dns.set(name, before)
    const sorted = async () => (await dns.find(name)).sort((one, other) => one.value.localeCompare(other.value))
    expect(await sorted()).toEqual(before)
    await dns.set(name, [a(name, '192.0.2.8')])
    expect(await sorted()).toEqual([a(name, '192.0.2.8')])
    await dns.set(name, before)
    expect(await sorted()).toEqual(before)
    const other = { name, type: 'CNAME' as const, value: `elsewhere.${zone}`, ttlSeconds: 300 }
    await dns.set(name, [other])
    expect(await sorted()).toEqual([other])
    await dns.set(name, [])
  })

  test('leaves its neighbours alone', async () => {
    const { dns, zone } = filled()
    const [one, other] = [`${own}-x.${zone}`, `y.${own}-x.${zone}`]
    await dns.set(one, [a(one, '192.0.2.1')])
    await dns.set(other, [a(other, '192.0.2.2')])
    await dns.set(one, [])
    expect(await dns.find(other)).toEqual([a(other, '192.0.2.2')])
    await dns.set(other, [])
  })
}

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Fault)) throw new Error(`no fault but ${String(error)}`)
  return error
}

describe('Cloudflare', () => {
  const standIn = new CloudflareStandIn()
  let url = ''
  const provider = (change: Partial<{ zone: string; token: Secret; url: string }> = {}): DnsProvider => ({
    kind: 'cloudflare',
    zone: standIn.zone,
    url,
    token: new Secret(standIn.token),
    ...change,
  })
  const dns = (change = {}) => dnsOf({ dns: provider(change), resolvers: [] }, view)

  beforeAll(async () => {
    url = await standIn.start()
  })
  afterAll(() => standIn.stop())

  suite(() => ({ dns: dns(), zone: standIn.zone }))

  test('replaces in one act', async () => {
    const name = `act.${standIn.zone}`
    const record = { name, type: 'A' as const, value: '192.0.2.1', ttlSeconds: 300 }
    await dns().set(name, [record])
    standIn.acts.length = 0
    await dns().set(name, [{ ...record, value: '192.0.2.2' }])
    expect(standIn.acts).toEqual([{ deletes: 1, posts: 1 }])
  })

  test('brings back what was passed on by it as it was', async () => {
    const name = `passed.${standIn.zone}`
    standIn.records = [{ id: 'p', name, type: 'A', content: '192.0.2.1', ttl: 1, proxied: true }]
    const before = await dns().find(name)
    await dns().set(name, [{ name, type: 'A', value: '192.0.2.2', ttlSeconds: 300 }])
    await dns().set(name, before)
    expect(standIn.records).toMatchObject([{ content: '192.0.2.1', ttl: 1, proxied: true }])
  })

  test('says what it was told, and never the token', async () => {
    const wrong = await faultOf(dns({ token: new Secret('cf-another-0123') }).find('x.cloud.test'))
    expect(wrong).toMatchObject({ code: 'dns_refused', transient: false })
    expect(wrong.message).toContain('Invalid access token (9109)')
    expect(JSON.stringify([wrong.message, wrong.facts, wrong.stack])).not.toContain('cf-another')
    expect((await faultOf(dns({ zone: 'other.test' }).find('x.other.test'))).message).toContain('sees no zone')
  })

  test('tells what passes from what does not', async () => {
    standIn.next = { status: 429, body: { success: false, errors: [{ code: 971, message: 'Please wait' }] } }
    expect(await faultOf(dns().find('x.cloud.test'))).toMatchObject({ code: 'dns_refused', transient: true })
    standIn.next = { status: 502, body: '<html>' }
    expect(await faultOf(dns().find('x.cloud.test'))).toMatchObject({ code: 'dns_refused', transient: true })
    const gone = await faultOf(dns({ url: 'http://127.0.0.1:2/client/v4' }).find('x.cloud.test'))
    expect(gone).toMatchObject({ code: 'dns_unreachable', transient: true })
    expect(gone.message).toContain('ECONNREFUSED')
  })
})

describeInLab('RFC 2136', ({ dns: { server, zone, keyName, algorithm, secret } }) => {
  const provider = (key: Partial<{ name: string; algorithm: string; secret: Secret }> = {}): DnsProvider => ({
    kind: 'rfc2136',
    zone,
    server,
    key: { name: keyName, algorithm, secret: new Secret(secret), ...key },
  })
  const dns = (key = {}) => dnsOf({ dns: provider(key), resolvers: [] }, view)

  suite(() => ({ dns: dns(), zone }))

  test('sees at once where a name leads, and when it does', async () => {
    const name = `${own}-see.${zone}`
    const wanted = { name, address: '192.0.2.7', everyMs: 10_000, withinMs: 20_000 }
    expect(await dns().resolve(name)).toEqual([])
    expect(await dns().untilResolved({ ...wanted, withinMs: 50 })).toBe(false)
    const waiting = dns().untilResolved(wanted)
    await dns().set(name, [{ name, type: 'A', value: '192.0.2.7', ttlSeconds: 300 }])
    expect(await waiting).toBe(true)
    expect(await dns().resolve(name)).toEqual(['192.0.2.7'])
    // Without a provider too, by whoever was named to be asked.
    const others = dnsOf({ dns: null, resolvers: [server] }, view)
    expect(await others.provider()).toBeNull()
    expect(await others.untilResolved(wanted)).toBe(true)
    await dns().set(name, [])
  })

  test('waits no longer than whoever wants it', async () => {
    const stop = new AbortController()
    const waiting = dnsOf({ dns: provider(), resolvers: [] }, { signal: stop.signal, pulse: () => stop.abort() })
    await expect(
      waiting.untilResolved({ name: `never.${zone}`, address: '192.0.2.7', everyMs: 10_000, withinMs: 60_000 }),
    ).rejects.toThrow('aborted')
  })

  test('says what is wrong with the key, and never the secret', async () => {
    const name = `${own}-wrong.${zone}`
    const other = Buffer.alloc(32, 7).toString('base64')
    const record = { name, type: 'A' as const, value: '192.0.2.7', ttlSeconds: 300 }
    const wrong = await faultOf(dns({ secret: new Secret(other) }).set(name, [record]))
    expect(wrong).toMatchObject({ code: 'dns_refused', transient: false })
    expect(wrong.message).toContain('the secret of the key is another one')
    expect(JSON.stringify([wrong.message, wrong.facts, wrong.stack])).not.toContain(other)
    expect((await faultOf(dns({ name: 'nobody' }).set(name, [record]))).message).toContain('does not know the name')
    expect(await dns().find(name)).toEqual([])
  })

  test('does not change what lies in no zone of it', async () => {
    const name = 'www.elsewhere.example'
    const fault = await faultOf(dns().set(name, [{ name, type: 'A', value: '192.0.2.7', ttlSeconds: 300 }]))
    expect(fault).toMatchObject({ code: 'dns_refused' })
  })

  test('says where nobody answers', async () => {
    const nobody = dnsOf({ dns: { ...provider(), server: '127.0.0.1:9' } as DnsProvider, resolvers: [] }, view)
    expect(await faultOf(nobody.find(`x.${zone}`))).toMatchObject({ code: 'dns_unreachable', transient: true })
  })
})
