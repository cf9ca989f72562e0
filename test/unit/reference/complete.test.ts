import { describe, expect, test } from 'vitest'
import { completes } from '../../../core/operation/argument.ts'
import { asking } from '../../../core/operation/asking.ts'
import type { Who } from '../../../core/operation/request.ts'
import { complete } from '../../../core/reference/complete.ts'
import { ranked } from '../../../core/reference/rank.rule.ts'
import { channel, type TestHouse } from '../house.ts'
import { withAcme } from '../project/acme.ts'
import { fill } from './filled.ts'

async function values(
  house: TestHouse,
  who: Who,
  what: (typeof completes)[number],
  typed: string,
  limit?: number,
): Promise<string[]> {
  const found = await complete(await asking(house, who, channel), what, typed, limit)
  return found.map(({ value }) => value)
}

describe('what may be meant', () => {
  test('of each kind, the best first', async () => {
    const { house, admin } = await withAcme()
    await house.asks(admin, 'variable.set', { instance: 'acme/staging', name: 'SMTP_HOST', value: 'secret-ish value' })
    await house.asks(admin, 'registry.add', { name: 'ghcr', host: 'ghcr.io' })
    await house.asks(admin, 'channel.bind', { place: 'acme' })
    await house.asks(admin, 'server.trust', { server: 'box1', fingerprint: `SHA256:${'A'.repeat(43)}` })
    await house.outcome(admin, 'server.check', { server: 'box1' })
    expect(await values(house, admin, 'project', 'ac')).toEqual(['acme'])
    expect(await values(house, admin, 'environment', '')).toEqual(['acme/production', 'acme/staging'])
    expect(await values(house, admin, 'environment', 'acme stg')).toEqual(['acme/staging'])
    expect(await values(house, admin, 'environment', 'prod')).toEqual(['acme/production'])
    expect(await values(house, admin, 'instance', 'acme/st')).toEqual(['acme/staging/v19'])
    expect(await values(house, admin, 'instance', 'v19')).toEqual(['acme/production/v19', 'acme/staging/v19'])
    expect(await values(house, admin, 'server', 'box')).toEqual(['box1'])
    expect(await values(house, admin, 'member', 'ad')).toEqual(['ada'])
    expect(await values(house, admin, 'organization', '')).toEqual(['default'])
    expect((await values(house, admin, 'version', ''))[0]).toBe('19.0')
    expect(await values(house, admin, 'registry', 'gh')).toEqual(['ghcr'])
    expect(await values(house, admin, 'branch', '')).toEqual(['main'])
    expect(await values(house, admin, 'job', '#1')).toEqual(['1'])
    expect(await values(house, admin, 'variable', 'smtp')).toEqual(['SMTP_HOST'])
    expect(await values(house, admin, 'channel', 'c1')).toEqual(['C1'])
    expect((await values(house, admin, 'operation', 'server.t'))[0]).toBe('server.trust')
    expect(await values(house, admin, 'timezone', 'berl')).toEqual(['Europe/Berlin'])
    expect(await values(house, admin, 'project', 'zzz')).toEqual([])
  })

  test('is only what this asker may see', async () => {
    const { house, admin, viewer, outsider, stranger } = await withAcme()
    await house.asks(admin, 'variable.set', { instance: 'acme/staging', name: 'SMTP_HOST', value: 'x' })
    await house.asks(admin, 'channel.bind', { place: 'acme' })
    await fill(house, 3)
    for (const what of [
      'project',
      'environment',
      'instance',
      'server',
      'variable',
      'channel',
      'organization',
    ] as const) {
      expect(await values(house, outsider, what, ''), what).toEqual([])
      expect((await values(house, viewer, what, '')).length, what).toBeGreaterThan(0)
      expect((await values(house, viewer, what, '')).join(), what).not.toContain('customer')
    }
    expect(await values(house, viewer, 'instance', 'v')).toEqual(['acme/production/v19', 'acme/staging/v19'])
    expect(await values(house, outsider, 'member', '')).toEqual(['otto'])
    expect((await values(house, viewer, 'member', '')).sort()).toEqual(['dev', 'max', 'pia', 'vic'])
    for (const what of completes) expect(await values(house, stranger, what, ''), what).toEqual([])
  })

  test('is found narrowly where there are 5,000 instances', async () => {
    const { house, admin } = await withAcme()
    await fill(house, 1000)
    expect(await values(house, admin, 'instance', 'customer-0777/prod')).toEqual([
      'customer-0777/production/v15',
      'customer-0777/production/v18',
    ])
    expect(await values(house, admin, 'instance', 'acme')).toEqual(['acme/production/v19', 'acme/staging/v19'])
    expect(await values(house, admin, 'instance', '', 7)).toHaveLength(7)
    expect(await values(house, admin, 'environment', 'customer-0999')).toHaveLength(3)
    const rows = counted(house)
    const began = performance.now()
    for (const typed of ['', 'c', 'customer', 'customer-04', 'stag', 'v17', 'customer-0999/st'])
      await values(house, admin, 'instance', typed)
    process.stdout.write(`complete: ${((performance.now() - began) / 7).toFixed(1)} ms a call\n`)
    // Seven looks read far less than seven times all of it.
    expect(rows.instances).toBeLessThan(5000)
  })
})

/** Counts the instances that are read from now on: what makes it fast, whatever the machine. */
function counted(house: TestHouse): { instances: number } {
  const seen = { instances: 0 }
  const { instance } = house.store.reading
  const find = instance.find.bind(instance)
  Object.assign(instance, {
    find: async (...asked: Parameters<typeof find>) => {
      const rows = await find(...asked)
      seen.instances += rows.length
      return rows
    },
  })
  return seen
}

test('the whole comes before its beginning, and that before letters in order', () => {
  const all = ['staging-old', 'my-staging', 'staging', 'sat-the-ring'].map((value) => ({ value, label: value }))
  expect(ranked(all, 'staging').map(({ value }) => value)).toEqual(['staging', 'staging-old', 'my-staging'])
  expect(ranked(all, 'stg').map(({ value }) => value)).toEqual(['staging-old', 'my-staging', 'staging'])
  expect(ranked(all, '')).toEqual(all)
  expect(ranked([{ value: 'box1', label: 'box1 – 192.0.2.7' }], '192.0').map(({ value }) => value)).toEqual(['box1'])
})
