import { expect, test } from 'vitest'
import { isDue, lifeOf, recentFailures, waitsUntil } from '../../../adapters/proxy/nginx/certificate.rule.ts'

const hour = 3_600_000
const day = 24 * hour
const now = 1_763_700_000_000

test('a certificate is renewed 30 days before its end, a short one when a third of it is left', () => {
  expect(isDue({ from: now - 50 * day, until: now + 40 * day }, now)).toBe(false)
  expect(isDue({ from: now - 61 * day, until: now + 29 * day }, now)).toBe(true)
  expect(isDue({ from: now - 3 * day, until: now + 3 * day }, now)).toBe(false)
  expect(isDue({ from: now - 5 * day, until: now + 1 * day }, now)).toBe(true)
  expect(isDue({ from: now - 5 * day, until: now - 1 }, now)).toBe(true)
})

test('after five failures within an hour it waits until the first of them is an hour old', () => {
  const failures = [5, 10, 20, 30, 40].map((minutes) => now - minutes * 60_000)
  expect(waitsUntil(failures.slice(0, 4), now)).toBeNull()
  expect(waitsUntil(failures, now)).toBe(now - 40 * 60_000 + hour)
  expect(waitsUntil([...failures, now - 2 * hour], now)).toBe(now - 40 * 60_000 + hour)
  expect(waitsUntil(failures, now + 21 * 60_000)).toBeNull()
  expect(recentFailures([now - 2 * hour, now - 1, now + hour], now)).toEqual([now - 1])
})

test('what is no certificate has no life', () => {
  expect(lifeOf(null, 'a.example')).toBeNull()
  expect(lifeOf('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'a.example')).toBeNull()
})
