import { randomInt } from 'node:crypto'
import { decode } from 'dns-packet'
import { Fault } from '../../core/error.ts'
import type { DnsRecord } from '../../core/ports/dns.ts'
import type { DnsProvider } from '../../core/ports/equipment.ts'
import { hostAndPort } from './address.rule.ts'
import { exchanged } from './exchange.ts'
import type { Keeper } from './keeper.ts'
import { leadingTypes, queryFor, updateFor } from './message.ts'
import { distrust, signed } from './tsig.ts'

type Rfc2136 = Extract<DnsProvider, { kind: 'rfc2136' }>

/** A name server that takes changes by itself: knot, bind and others. Each message is signed by our key. */
export function rfc2136(provider: Rfc2136, now: () => number = Date.now): Keeper {
  const server = hostAndPort(provider.server)
  const called = `${provider.zone} at ${provider.server}`

  async function asked(message: Buffer, signal: AbortSignal) {
    const { message: whole, mac } = signed(message, provider.key, now())
    const answer = await exchanged(server, whole, signal).catch((error: unknown) => {
      signal.throwIfAborted()
      const why = error instanceof Error ? error.message : String(error)
      throw new Fault('dns_unreachable', { provider: called, why }, { transient: true })
    })
    const wrong = distrust(answer, provider.key, mac, now())
    const code = answer.readUInt16BE(2) & 0xf
    const why = wrong ?? (answers.has(code) ? null : (codes[code] ?? `it answered with code ${code}`))
    if (why !== null) throw new Fault('dns_refused', { provider: called, why }, { transient: code === 2 })
    return decode(answer)
  }

  return {
    called,
    server: provider.server,
    async find(name, signal) {
      const found: DnsRecord[] = []
      for (const type of leadingTypes) {
        const { answers: told = [] } = await asked(queryFor(randomInt(0x10000), name, type), signal)
        for (const answer of told) {
          // Where the name is only another's, the other's records come with it.
          if (answer.type !== type || answer.name.toLowerCase() !== name.toLowerCase()) continue
          if (typeof answer.data === 'string')
            found.push({ name, type, value: answer.data, ttlSeconds: answer.ttl ?? 300 })
        }
      }
      return found
    },
    async set(name, records, signal) {
      await asked(updateFor(randomInt(0x10000), provider.zone, name, records), signal)
    },
  }
}

/** Done; and “no such name”, which is an answer like any other. */
const answers: ReadonlySet<number> = new Set([0, 3])

/** What a name server means by its numbers. */
const codes: Readonly<Record<number, string>> = {
  1: 'it could not read what I sent',
  2: 'it has trouble of its own',
  4: 'it takes no changes',
  5: 'it refused: the key may not do this there',
  9: 'it does not answer for this zone, or the key may not change it',
  10: 'the name does not lie in this zone',
}
