import { randomBytes } from 'node:crypto'
import type { Chance, Clock } from '../core/ports/clock.ts'

// Without I, O, 0 and 1. Thirty-two letters, so that five bits choose one and none is likelier.
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const highest = 0xfff

export function chance(clock: Clock): Chance {
  let at = 0
  let count = 0

  /** Later ids sort later: within a millisecond a counter goes on, and a clock set back is not followed. */
  const tick = (random: Buffer) => {
    const now = clock.now()
    count += 1
    if (now > at || count > highest) {
      at = Math.max(now, at + (now > at ? 0 : 1))
      count = random.readUInt16BE(0) & 0x7ff
    }
  }

  return {
    id() {
      const random = randomBytes(10)
      tick(random)
      const bytes = Buffer.alloc(16)
      bytes.writeUIntBE(at, 0, 6)
      bytes.writeUInt16BE(0x7000 | count, 6)
      random.copy(bytes, 8, 2)
      bytes.writeUInt8(0x80 | ((random[2] ?? 0) & 0x3f), 8)
      const hex = bytes.toString('hex')
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    },
    token: (bytes) => randomBytes(bytes).toString('base64url'),
    code() {
      const picked = Array.from(randomBytes(8), (byte) => letters.charAt(byte % letters.length)).join('')
      return `${picked.slice(0, 4)}-${picked.slice(4)}`
    },
  }
}
