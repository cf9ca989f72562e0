import { expect, test } from 'vitest'
import { leadsTo, recordTo } from '../../../core/domain/leads.ts'
import { keeperOf, liesIn } from '../../../core/domain/zone.rule.ts'

test('a name lies in its zone, and not in one that only ends alike', () => {
  expect(liesIn('staging.acme.example', 'acme.example')).toBe(true)
  expect(liesIn('acme.example', 'acme.example')).toBe(true)
  expect(liesIn('notacme.example', 'acme.example')).toBe(false)
})

test('the longest zone keeps a name; of the same zone the one that the organization prefers', () => {
  const keepers = [
    { name: 'wide', zone: 'example' },
    { name: 'one', zone: 'acme.example' },
    { name: 'two', zone: 'acme.example' },
  ]
  expect(keeperOf('a.acme.example', keepers, null)?.name).toBe('one')
  expect(keeperOf('a.acme.example', keepers, 'two')?.name).toBe('two')
  expect(keeperOf('a.acme.example', keepers, 'wide')?.name).toBe('one')
  expect(keeperOf('b.example', keepers, 'two')?.name).toBe('wide')
  expect(keeperOf('b.test', keepers, null)).toBeNull()
})

test('a record leads to the server alone, or it does not', () => {
  const here = recordTo('a.example', '192.0.2.7')
  expect(here).toMatchObject({ type: 'A', ttlSeconds: 300 })
  expect(recordTo('a.example', '2001:db8::7').type).toBe('AAAA')
  expect(leadsTo([here], '192.0.2.7')).toBe(true)
  expect(leadsTo([], '192.0.2.7')).toBe(false)
  expect(leadsTo([here, recordTo('a.example', '2001:db8::7')], '192.0.2.7')).toBe(false)
})
