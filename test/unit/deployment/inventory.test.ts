import { expect, test } from 'vitest'
import { type Found, unexplained } from '../../../core/deployment/inventory.rule.ts'

const known = { base: '/opt/p', prefix: 'p', instances: [{ id: 'i1', releases: ['r1', 'r2'] }] }
const of = (instance: string, release: string) => ({ 'pilothouse.instance': instance, 'pilothouse.release': release })
const thing = (kind: Found['kind'], name: string, labels = {}): Found => ({ kind, name, labels })

test('what instances and their kept releases have is explained, and what is others’ is not looked at', () => {
  const found = [
    thing('container', 'i1_db', of('i1', 'r0')),
    thing('container', 'i1_odoo_r2', of('i1', 'r2')),
    thing('network', 'p_net_i1', of('i1', 'r0')),
    thing('folder', '/opt/p/i1/releases/r1'),
    thing('folder', '/opt/p/repositories/x'),
    thing('container', 'somebody-elses'),
    thing('folder', '/srv/else'),
  ]
  expect(unexplained(found, known)).toEqual([])
})

test('what is left of a release or an instance that nobody knows is named', () => {
  const left = [
    thing('container', 'i1_once_r9', of('i1', 'r9')),
    thing('container', 'i2_db', of('i2', 'r1')),
    thing('volume', 'p_pgdata_i2', of('i2', 'r1')),
    thing('volume', 'p_pgdata_i3'),
    thing('folder', '/opt/p/i1/releases/r9'),
    thing('folder', '/opt/p/i2'),
  ]
  expect(unexplained(left, known)).toEqual(left)
})
