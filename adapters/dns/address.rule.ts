import { isIPv4, isIPv6 } from 'node:net'

/** An address as it stands in a record. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  if (!isIPv6(address)) throw new RangeError(`${address} is no address`)
  const [before = '', after] = address.split('::')
  const head = groups(before)
  const tail = after === undefined ? [] : groups(after)
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0)
  const bytes = Buffer.alloc(16)
  for (const [index, group] of [...head, ...zeros, ...tail].entries()) bytes.writeUInt16BE(group, index * 2)
  return bytes
}

function groups(text: string): number[] {
  return text
    .split(':')
    .filter((part) => part !== '')
    .flatMap((part) => {
      if (!part.includes('.')) return [Number.parseInt(part, 16)]
      const [one = 0, two = 0, three = 0, four = 0] = part.split('.').map(Number)
      return [one * 256 + two, three * 256 + four]
    })
}

/** `192.0.2.53:53`, `ns1.example`, `[2001:db8::53]:53`. */
export function hostAndPort(text: string): { host: string; port: number } {
  const bracketed = /^\[(?<host>[^\]]+)\](?::(?<port>\d+))?$/.exec(text)
  const plain = isIPv6(text) ? null : /^(?<host>[^:]+)(?::(?<port>\d+))?$/.exec(text)
  const { host = text, port = '53' } = (bracketed ?? plain)?.groups ?? {}
  return { host, port: Number(port) }
}

/** The same address, however it is written. */
export function sameAddress(one: string, other: string): boolean {
  if (one === other) return true
  return isIPv6(one) && isIPv6(other) && addressBytes(one).equals(addressBytes(other))
}
