import { isIPv4 } from 'node:net'
import type { DnsRecord } from '../../core/ports/dns.ts'
import { addressBytes } from './address.rule.ts'

/** Requests as they go over the wire; answers are read by a library. */

const types = { A: 1, CNAME: 5, SOA: 6, AAAA: 28 } as const
const classIn = 1
/** In an update: all of this type at this name goes. */
const classAny = 255
const opcodeUpdate = 5

export const leadingTypes = ['A', 'AAAA', 'CNAME'] as const

export function queryFor(id: number, name: string, type: (typeof leadingTypes)[number]): Buffer {
  return Buffer.concat([header(id, 0, [1, 0, 0, 0]), encodedName(name), shorts(types[type], classIn)])
}

/** What decided where the name leads goes, and these come: one message is taken whole or not at all. */
export function updateFor(id: number, zone: string, name: string, records: readonly DnsRecord[]): Buffer {
  const gone = leadingTypes.map((type) => Buffer.concat([encodedName(name), shorts(types[type], classAny, 0, 0, 0)]))
  const come = records.map((record) => {
    const data = dataOf(record)
    const ttl = Buffer.alloc(4)
    ttl.writeUInt32BE(record.ttlSeconds)
    return Buffer.concat([encodedName(name), shorts(types[record.type], classIn), ttl, shorts(data.length), data])
  })
  const question = [encodedName(zone), shorts(types.SOA, classIn)]
  return Buffer.concat([
    header(id, opcodeUpdate << 11, [1, 0, gone.length + come.length, 0]),
    ...question,
    ...gone,
    ...come,
  ])
}

export function encodedName(name: string): Buffer {
  const labels = name
    .toLowerCase()
    .split('.')
    .filter((label) => label !== '')
  const parts = labels.flatMap((label) => {
    const bytes = Buffer.from(label, 'ascii')
    if (bytes.length > 63) throw new RangeError(`${name} has a part of more than 63 letters`)
    return [Buffer.from([bytes.length]), bytes]
  })
  const whole = Buffer.concat([...parts, Buffer.from([0])])
  if (whole.length > 255) throw new RangeError(`${name} is too long for a name`)
  return whole
}

export function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2)
  return bytes
}

function header(id: number, flags: number, counts: readonly number[]): Buffer {
  return shorts(id, flags, ...counts)
}

function dataOf({ type, value }: DnsRecord): Buffer {
  if (type === 'CNAME') return encodedName(value)
  if ((type === 'A') !== isIPv4(value)) throw new RangeError(`${value} is no address for a record ${type}`)
  return addressBytes(value)
}
