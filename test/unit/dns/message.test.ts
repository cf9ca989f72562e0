import { expect, test } from 'vitest'
import { addressBytes, hostAndPort, sameAddress } from '../../../adapters/dns/address.rule.ts'
import { encodedName, queryFor, updateFor } from '../../../adapters/dns/message.ts'
import { distrust, signed } from '../../../adapters/dns/tsig.ts'
import { Secret } from '../../../core/secret.ts'

const key = { name: 'k', algorithm: 'hmac-sha256', secret: new Secret(Buffer.alloc(32, 1).toString('base64')) }
const at = 1_763_700_000_000

test('an update takes away what decided and adds what decides', () => {
  const record = { name: 'a.acme.test', type: 'A' as const, value: '192.0.2.7', ttlSeconds: 300 }
  const [zone, name] = ['0461636d65047465737400', '01610461636d65047465737400']
  expect(updateFor(7, 'acme.test', 'A.acme.test', [record]).toString('hex')).toBe(
    [
      // Opcode 5, one zone, four changes.
      '000728000001000000040000',
      `${zone}00060001`,
      // Class ANY without data: all of the type goes.
      ...['0001', '001c', '0005'].map((type) => `${name}${type}00ff000000000000`),
      `${name}000100010000012c0004c0000207`,
    ].join(''),
  )
})

test('what is no name and no address never becomes a message', () => {
  expect(() => encodedName(`${'a'.repeat(64)}.test`)).toThrow('63')
  expect(() => encodedName(`${'a.'.repeat(130)}test`)).toThrow('too long')
  const wrong = { name: 'a.test', type: 'A' as const, value: '2001:db8::7', ttlSeconds: 300 }
  expect(() => updateFor(7, 'test', 'a.test', [wrong])).toThrow('no address')
})

test.each([
  ['2001:db8::7', '20010db8000000000000000000000007'],
  ['::ffff:192.0.2.7', '00000000000000000000ffffc0000207'],
  ['::', '0'.repeat(32)],
  ['192.0.2.7', 'c0000207'],
])('the address %s', (address, bytes) => {
  expect(addressBytes(address).toString('hex')).toBe(bytes)
})

test('addresses and ports, however they are written', () => {
  expect(hostAndPort('192.0.2.53:5353')).toEqual({ host: '192.0.2.53', port: 5353 })
  expect(hostAndPort('ns1.example')).toEqual({ host: 'ns1.example', port: 53 })
  expect(hostAndPort('[2001:db8::53]:54')).toEqual({ host: '2001:db8::53', port: 54 })
  expect(hostAndPort('2001:db8::53')).toEqual({ host: '2001:db8::53', port: 53 })
  expect(sameAddress('2001:db8::7', '2001:0DB8:0::7')).toBe(true)
  expect(sameAddress('192.0.2.7', '192.0.2.8')).toBe(false)
})

test('an answer is believed with our key over our question alone, whole and in time', () => {
  const question = queryFor(7, 'a.acme.test', 'A')
  const { mac } = signed(question, key, at)
  // Who answers signs over the mac of the question too: without it, it is no answer to it.
  const echoed = signed(question, key, at).message
  expect(distrust(echoed, key, mac, at)).toContain('another key')
  expect(distrust(question, key, mac, at)).toContain('not signed')
})
