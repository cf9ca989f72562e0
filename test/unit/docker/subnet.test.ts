import { expect, test } from 'vitest'
import { freeIn, routesIn, type Subnet, subnetIn, textOf } from '../../../adapters/docker/subnet.rule.ts'

const of = (text: string): Subnet => {
  const found = subnetIn(text)
  if (!found) throw new Error(text)
  return found
}
const free = (range: string, taken: readonly string[], most = 3) => {
  const found: string[] = []
  for (const one of freeIn(of(range), taken.map(of))) if (found.push(textOf(one)) === most) break
  return found
}

test.each(['10.231.0.0/16', '0.0.0.0/0', '255.255.255.255/32', '192.168.64.0/18'])('%s is a range', (text) => {
  expect(textOf(of(text))).toBe(text)
})

test.each(['', '10.0.0.0', '10.0.0.1/24', '10.0.0/24', '256.0.0.0/8', '10.0.0.0/33', 'fd00::/64'])(
  '%j is none',
  (text) => {
    expect(subnetIn(text)).toBeNull()
  },
)

test('the first of the range is free where nobody has any of it', () => {
  expect(free('10.231.0.0/16', [])).toEqual(['10.231.0.0/26', '10.231.0.64/26', '10.231.0.128/26'])
  expect(free('10.231.0.0/16', ['10.230.0.0/16', '10.232.0.0/16', '172.17.0.0/16'], 1)).toEqual(['10.231.0.0/26'])
})

test('what touches another one, larger or smaller, is left out', () => {
  expect(free('10.231.0.0/16', ['10.231.0.0/25', '10.231.0.130/31'])).toEqual([
    '10.231.0.192/26',
    '10.231.1.0/26',
    '10.231.1.64/26',
  ])
  expect(free('10.231.0.0/24', ['10.0.0.0/8'])).toEqual([])
  expect(free('10.231.0.0/24', ['10.231.0.0/25'], 9)).toEqual(['10.231.0.128/26', '10.231.0.192/26'])
})

test('the ways that a kernel knows are read, the one to all else aside', () => {
  const table = [
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    'eth0\t00000000\t0100D60A\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    'eth0\t0000D60A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    'tun0\t0000E70A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
    '',
  ].join('\n')
  expect(routesIn(table).map(textOf)).toEqual(['10.214.0.0/24', '10.231.0.0/16'])
  expect(routesIn('')).toEqual([])
})
