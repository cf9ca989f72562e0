import { Fault } from '../../core/error.ts'
import type { DnsRecord } from '../../core/ports/dns.ts'
import type { DnsProvider } from '../../core/ports/equipment.ts'
import type { Keeper } from './keeper.ts'
import { leadingTypes } from './message.ts'

type Cloudflare = Extract<DnsProvider, { kind: 'cloudflare' }>

const answerWithinMs = 15_000

interface Kept extends DnsRecord {
  id: string
}

/** Records at Cloudflare, by its API. The token stands in one header and nowhere else. */
export function cloudflare(provider: Cloudflare): Keeper {
  const called = `${provider.zone} at Cloudflare`
  let zone: Promise<string> | null = null

  async function asked(method: string, path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)])
    const headers = { authorization: `Bearer ${provider.token.reveal()}`, 'content-type': 'application/json' }
    try {
      const answer = await fetch(`${provider.url.replace(/\/$/, '')}${path}`, {
        method,
        headers,
        signal: limit,
        redirect: 'error',
        ...(body === null ? {} : { body: JSON.stringify(body) }),
      })
      const said: unknown = await answer.json().catch(() => null)
      if (answer.ok && object(said)['success'] === true) return object(said)['result']
      const why = wordsOf(said) ?? `it answered ${answer.status}`
      throw new Fault(
        'dns_refused',
        { provider: called, why },
        { transient: answer.status === 429 || answer.status >= 500 },
      )
    } catch (error) {
      if (error instanceof Fault) throw error
      signal.throwIfAborted()
      const why = limit.aborted ? `nothing came for ${answerWithinMs / 1000} s` : causeOf(error)
      throw new Fault('dns_unreachable', { provider: called, why }, { transient: true })
    }
  }

  async function zoneId(signal: AbortSignal): Promise<string> {
    const found = list(await asked('GET', `/zones?name=${encodeURIComponent(provider.zone)}`, null, signal))
    const id = found.map(object).find(({ name }) => name === provider.zone)?.['id']
    if (typeof id !== 'string')
      throw new Fault('dns_refused', { provider: called, why: 'the token sees no zone of this name' })
    return id
  }

  function inZone(signal: AbortSignal): Promise<string> {
    zone ??= zoneId(signal).catch((error: unknown) => {
      zone = null
      throw error
    })
    return zone
  }

  async function kept(name: string, signal: AbortSignal): Promise<Kept[]> {
    const path = `/zones/${await inZone(signal)}/dns_records?name=${encodeURIComponent(name)}&per_page=100`
    return list(await asked('GET', path, null, signal)).flatMap((entry) => recordOf(object(entry), name))
  }

  return {
    called,
    server: null,
    async find(name, signal) {
      return (await kept(name, signal)).map(({ id: _id, ...record }) => record)
    },
    async set(name, records, signal) {
      const before = await kept(name, signal)
      const deletes = before.map(({ id }) => ({ id }))
      const posts = records.map(({ type, value, ttlSeconds, proxied }) => ({
        name,
        type,
        content: value,
        // Who passes visitors on chooses how long it is known: 1 stands for that.
        ttl: proxied ? 1 : ttlSeconds,
        proxied: proxied ?? false,
        comment: 'kept by Pilothouse',
      }))
      if (deletes.length + posts.length === 0) return
      // Both in one act: there is no moment without a record.
      await asked('POST', `/zones/${await inZone(signal)}/dns_records/batch`, { deletes, posts }, signal)
    },
  }
}

function recordOf(said: Record<string, unknown>, name: string): Kept[] {
  const { id, content, ttl, proxied } = said
  const type = leadingTypes.find((one) => one === said['type'])
  if (!type || typeof id !== 'string' || typeof content !== 'string') return []
  const record: Kept = { id, name, type, value: content, ttlSeconds: typeof ttl === 'number' ? ttl : 300 }
  return [proxied === true ? { ...record, proxied } : record]
}

function wordsOf(said: unknown): string | null {
  const words = list(object(said)['errors']).flatMap((entry) => {
    const { message, code } = object(entry)
    return typeof message === 'string' ? [`${message}${typeof code === 'number' ? ` (${code})` : ''}`] : []
  })
  return words.length === 0 ? null : words.join('; ').slice(0, 300)
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

/** The boundary to what its API answers. */
function object(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? { ...value } : {}
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
