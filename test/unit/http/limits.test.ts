import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limitedAddress } from '../../../bot/http/address.rule.ts'
import { type Bucket, take } from '../../../bot/http/bucket.rule.ts'
import { Limiter } from '../../../bot/http/limiter.ts'
import { Fault } from '../../../core/error.ts'

describe('a bucket', () => {
  test('lets a burst through, then as many a second as it fills', () => {
    let bucket: Bucket | undefined
    for (let at = 0; at < 10; at += 1) {
      const taken = take(bucket, 0, 2, 10)
      expect(taken.waitMs).toBe(0)
      bucket = taken.bucket
    }
    expect(take(bucket, 0, 2, 10).waitMs).toBe(500)
    expect(take(bucket, 250, 2, 10).waitMs).toBe(250)
    expect(take(bucket, 500, 2, 10).waitMs).toBe(0)
  })

  test('never gives more than the burst and what time brought', () => {
    const waits = fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 200 })
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 100 }), (steps, perSecond) => {
        let now = 1_000_000
        let forward = 0
        let bucket: Bucket | undefined
        let passed = 0
        for (const step of steps) {
          now += step
          forward += Math.max(0, step)
          const taken = take(bucket, now, perSecond, perSecond * 5)
          bucket = taken.bucket
          if (taken.waitMs === 0) passed += 1
        }
        expect(passed).toBeLessThanOrEqual(perSecond * 5 + (forward * perSecond) / 1000 + 1)
      }),
    )
  })
})

describe('a limiter', () => {
  const clock = { at: 0, now: () => clock.at }

  test('keeps whoever asks apart, and says how long to wait', () => {
    const limiter = new Limiter(clock, 1)
    for (let at = 0; at < 5; at += 1) limiter.pass('one')
    expect(() => limiter.pass('one')).toThrow(Fault)
    expect(() => limiter.pass('other')).not.toThrow()
    try {
      limiter.pass('one')
    } catch (error) {
      expect(error instanceof Fault && error.told()).toMatchObject({ code: 'too_fast', status: 429 })
      expect(error instanceof Fault && error.facts['seconds']).toBe('1')
    }
  })

  test('0 switches it off', () => {
    const limiter = new Limiter(clock, 0)
    for (let at = 0; at < 10_000; at += 1) limiter.pass('one')
    expect(limiter.remembered).toBe(0)
  })

  test('remembers so many and no more, and forgets the one not seen for longest', () => {
    const limiter = new Limiter(clock, 1)
    for (let at = 0; at < 5; at += 1) limiter.pass('busy')
    for (let at = 0; at < 50_000; at += 1) {
      limiter.pass(`address ${at}`)
      if (at % 5000 === 0) expect(() => limiter.pass('busy')).toThrow(Fault)
    }
    expect(limiter.remembered).toBe(10_000)
  })
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  [undefined, 'nowhere'],
])('%s counts as %s', (remote, whose) => {
  expect(limitedAddress(remote)).toBe(whose)
})
