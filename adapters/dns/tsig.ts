import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../core/secret.ts'
import { encodedName, shorts } from './message.ts'

/** The signature under a message between us and a name server: RFC 8945. */
export interface TsigKey {
  name: string
  algorithm: string
  secret: Secret
}

const hashes: Readonly<Record<string, string>> = {
  'hmac-sha1': 'sha1',
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
}

const typeTsig = 250
const classAny = 255
const fudgeSeconds = 300
const headerLength = 12

export interface Signed {
  message: Buffer
  /** Goes into the answer's signature. */
  mac: Buffer
}

export function signed(message: Buffer, key: TsigKey, atMs: number): Signed {
  const seconds = Math.floor(atMs / 1000)
  const mac = macOf([message, variables(key, seconds, fudgeSeconds, 0, Buffer.alloc(0))], key)
  const data = Buffer.concat([
    encodedName(key.algorithm),
    time(seconds),
    shorts(fudgeSeconds, mac.length),
    mac,
    message.subarray(0, 2),
    shorts(0, 0),
  ])
  const record = Buffer.concat([encodedName(key.name), shorts(typeTsig, classAny, 0, 0, data.length), data])
  const counted = Buffer.from(message)
  counted.writeUInt16BE(message.readUInt16BE(10) + 1, 10)
  return { message: Buffer.concat([counted, record]), mac }
}

/** Why an answer may not be believed; null where its signature is right. */
export function distrust(answer: Buffer, key: TsigKey, requestMac: Buffer, atMs: number): string | null {
  const found = signatureOf(answer)
  if (!found) return 'its answer is not signed'
  const { start, seconds, fudge, mac, originalId, error, other } = found
  // Whoever could not read our signature cannot sign the answer either: it says why.
  if (error !== 0 && mac.length === 0) return wrongs[error] ?? `it calls the key wrong (${error})`
  const unsigned = Buffer.from(answer.subarray(0, start))
  unsigned.writeUInt16BE(originalId, 0)
  unsigned.writeUInt16BE(answer.readUInt16BE(10) - 1, 10)
  const before = Buffer.concat([shorts(requestMac.length), requestMac])
  const right = macOf([before, unsigned, variables(key, seconds, fudge, error, other)], key)
  if (mac.length !== right.length || !timingSafeEqual(mac, right)) return 'its answer is signed by another key'
  if (error !== 0) return wrongs[error] ?? `it calls the key wrong (${error})`
  return Math.abs(seconds - atMs / 1000) > fudge ? 'its clock is another one than ours' : null
}

const wrongs: Readonly<Record<number, string>> = {
  16: 'it says that the secret of the key is another one',
  17: 'it does not know the name of the key, or not with this algorithm',
  18: 'its clock and ours differ by more than 5 minutes',
  22: 'it does not take signatures that are cut',
}

function macOf(parts: readonly Buffer[], { algorithm, secret }: TsigKey): Buffer {
  const hash = hashes[algorithm]
  if (!hash) throw new RangeError(`${algorithm} is no algorithm that I know for keys of name servers`)
  const hmac = createHmac(hash, Buffer.from(secret.reveal(), 'base64'))
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}

function variables(key: TsigKey, seconds: number, fudge: number, error: number, other: Buffer): Buffer {
  return Buffer.concat([
    encodedName(key.name),
    shorts(classAny, 0, 0),
    encodedName(key.algorithm),
    time(seconds),
    shorts(fudge, error, other.length),
    other,
  ])
}

function time(seconds: number): Buffer {
  const bytes = Buffer.alloc(6)
  bytes.writeUIntBE(seconds, 0, 6)
  return bytes
}

/** The last record of the message, if it is a signature; `start` is where it begins. */
function signatureOf(message: Buffer) {
  const [questions = 0, ...records] = [4, 6, 8, 10].map((at) => message.readUInt16BE(at))
  let at = headerLength
  for (let left = questions; left > 0; left -= 1) at = afterName(message, at) + 4
  let last = { start: at, type: 0, data: at }
  for (let left = records.reduce((sum, count) => sum + count, 0); left > 0; left -= 1) {
    const fixed = afterName(message, at)
    last = { start: at, type: message.readUInt16BE(fixed), data: fixed + 10 }
    at = fixed + 10 + message.readUInt16BE(fixed + 8)
  }
  if (last.type !== typeTsig) return null
  const after = afterName(message, last.data)
  const macLength = message.readUInt16BE(after + 8)
  const rest = after + 10 + macLength
  return {
    start: last.start,
    seconds: message.readUIntBE(after, 6),
    fudge: message.readUInt16BE(after + 6),
    mac: message.subarray(after + 10, rest),
    originalId: message.readUInt16BE(rest),
    error: message.readUInt16BE(rest + 2),
    other: message.subarray(rest + 6, rest + 6 + message.readUInt16BE(rest + 4)),
  }
}

function afterName(message: Buffer, start: number): number {
  let at = start
  for (;;) {
    const length = message.readUInt8(at)
    if (length === 0) return at + 1
    if (length >= 0xc0) return at + 2
    at += 1 + length
  }
}
