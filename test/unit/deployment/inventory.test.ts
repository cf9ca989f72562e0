import { expect, test } from 'vitest'
import { type Found, unexplained } from '../../lab/deploy/inventory.ts'

const known = {
  base: '/opt/p',
  images: ['sha256:aa'],
  instances: [{ id: 'i1', releases: ['r1', 'r2'], tried: ['r3'] }],
}
const of = (instance: string, release: string) => ({ 'pilothouse.instance': instance, 'pilothouse.release': release })
const thing = (kind: Found['kind'], name: string, labels = {}): Found => ({ kind, name, labels })

test('what instances and their kept releases have is explained', () => {
  const found = [
    thing('container', 'i1_db', of('i1', 'r0')),
    thing('container', 'i1_pgbouncer', of('i1', 'r0')),
    thing('container', 'i1_odoo_r2', of('i1', 'r2')),
    thing('container', 'p_nginx', { 'pilothouse.part': 'proxy' }),
    thing('network', 'p_net_i1', of('i1', 'r0')),
    thing('image', 'registry.example/odoo@sha256:aa'),
    thing('image', 'p/odoo:bb', of('i1', 'r1')),
    thing('folder', '/opt/p/i1/releases/r1'),
    thing('folder', '/opt/p/i1/releases/r3'),
    thing('folder', '/opt/p/repositories/x'),
    thing('folder', '/opt/p/.pilothouse/fences'),
  ]
  expect(unexplained(found, known)).toEqual([])
})

test('what is left of a release or an instance that nobody knows is named, and what is left of a run', () => {
  const left = [
    thing('container', 'i1_once_r1', of('i1', 'r1')),
    thing('container', 'i1_odoo_r3', of('i1', 'r3')),
    thing('container', 'i1_odoo_r9', of('i1', 'r9')),
    thing('container', 'i2_db', of('i2', 'r1')),
    thing('volume', 'p_pgdata_i2', of('i2', 'r1')),
    thing('volume', 'p_pgdata_i3'),
    thing('volume', 'f1d0'),
    thing('volume', 'p_other_i1', of('i1', 'r1')),
    thing('network', 'p_other_i1', of('i1', 'r1')),
    thing('container', 'p_root_0123456789ab', { 'pilothouse.part': 'root' }),
    thing('folder', '/opt/p/i1/copying'),
    thing('folder', '/opt/p/i1/dumps/r1.dump.part'),
    thing('image', 'registry.example/odoo@sha256:bb'),
    thing('folder', '/opt/p/i1/releases/r9'),
    thing('folder', '/opt/p/i2'),
  ]
  expect(unexplained(left, known)).toEqual(left)
})
