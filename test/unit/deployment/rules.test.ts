import { pbkdf2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { adminHash } from '../../../core/deployment/admin-password.ts'
import { addonsPath, effectiveConf, odooConf, overridesIn } from '../../../core/deployment/conf.rule.ts'
import { hashesAfter, toUpdate, withDependencies } from '../../../core/deployment/modules.rule.ts'
import { folderOf, mountOf, namesOf } from '../../../core/deployment/names.rule.ts'
import { printOf } from '../../../core/deployment/print.ts'
import { poolSize, tuning } from '../../../core/deployment/tuning.rule.ts'
import { Secret } from '../../../core/secret.ts'
import { exampleRelease as release } from './example-release.ts'

const passwords = {
  database: 'db-password',
  adminHash: '$pbkdf2-sha512$1$a$b',
  variable: (name: string) => `sealed ${name}`,
}

function options(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line.includes(' = '))
  return new Map(lines.map((line) => [line.split(' = ')[0] ?? '', line.split(' = ').slice(1).join(' = ')]))
}

test('things on the server are called as the seed calls them, with the instance in place of its environment', () => {
  expect(namesOf(release())).toMatchObject({
    network: 'paasportal_net_i1',
    volume: 'paasportal_pgdata_i1',
    database: 'i1_db',
    bouncer: 'i1_pgbouncer',
    odoo: 'i1_odoo_r1',
    odooAlias: 'i1_odoo',
    folder: '/opt/paasportal/i1',
  })
})

test('each commit of each source has a folder of its own, seen in one place by Odoo', () => {
  const [platform] = release().sources
  if (!platform) throw new Error('no source')
  expect(folderOf(release(), platform)).toBe('/opt/paasportal/i1/code/p/a3b2c1d')
  expect(mountOf(platform)).toBe('/mnt/extra-addons/p/a3b2c1d')
})

test('addons are looked for in the project first, then the organization, the platform and Odoo', () => {
  expect(addonsPath(release())).toBe(
    '/mnt/extra-addons/acme/a3b2c1d,/mnt/extra-addons/o/a3b2c1d,/mnt/extra-addons/p/a3b2c1d,/usr/lib/python3/dist-packages/odoo/addons',
  )
})

test('odoo.conf has the figures of its size, and what people wrote wins over defaults', () => {
  const plain = options(odooConf(release(), passwords))
  expect(Object.fromEntries(plain)).toMatchObject({
    workers: '2',
    limit_memory_hard: '2684354560',
    limit_memory_soft: '2147483648',
    limit_time_cpu: '900',
    db_host: 'i1_pgbouncer',
    db_port: '6432',
    db_name: 'i1',
    dbfilter: '^i1$',
    list_db: 'False',
    proxy_mode: 'True',
    gevent_port: '8072',
  })
  const own = options(odooConf(release({ odooConf: '[options]\nworkers = 8\n# said\nlog_level: debug' }), passwords))
  expect([own.get('workers'), own.get('log_level')]).toEqual(['8', 'debug'])
  expect(options(odooConf(release({ workers: 0 }), passwords)).get('workers')).toBe('0')
})

test('what only the tool may say wins over everything, also where it came past the check', () => {
  const conf = options(odooConf(release({ odooConf: 'list_db = True\nadmin_passwd = mine\ndb_port = 1' }), passwords))
  expect([conf.get('list_db'), conf.get('admin_passwd'), conf.get('db_port')]).toEqual([
    'False',
    passwords.adminHash,
    '6432',
  ])
})

test('a section of its own stays a section, and a value goes on in the indented line below it', () => {
  const text = 'log_handler = :INFO,\n  odoo.sql_db:DEBUG\n[queue_job]\nchannels = root:4'
  const conf = odooConf(release({ odooConf: text, ocaQueue: true }), passwords)
  expect(conf).toContain('log_handler = :INFO, odoo.sql_db:DEBUG')
  expect(conf.match(/\[queue_job\]\nchannels = root:4/g)).toHaveLength(1)
  expect(conf).not.toContain('root:2')
  expect(options(conf).get('server_wide_modules')).toBe('base,web,queue_job')
  expect(odooConf(release({ ocaQueue: true }), passwords)).toContain('[queue_job]\nchannels = root:2')
  expect(overridesIn(release({ odooConf: text }))).toBe(1)
})

test('variables of odoo.conf come after what people wrote there, sealed ones too, and are no environment', () => {
  const plain = { name: 'Log_Level', value: 'warn', sealed: null, conf: true as const }
  const sealed = { name: 'smtp_password', value: null, sealed: { id: 'v1', value: '…' }, conf: true as const }
  const managed = { ...plain, name: 'list_db', value: 'True' }
  const other = { name: 'LIMIT_TIME_CPU', value: '1', sealed: null }
  const own = {
    ...release({ odooConf: 'log_level = debug\nworkers = 3' }),
    variables: [plain, sealed, managed, other],
  }
  const conf = options(odooConf(own, passwords))
  expect(Object.fromEntries(conf)).toMatchObject({
    log_level: 'warn',
    smtp_password: 'sealed smtp_password',
    workers: '3',
    list_db: 'False',
    limit_time_cpu: '900',
  })
  expect(effectiveConf(own).get('log_level')).toBe('warn')
  expect([...effectiveConf(own).keys()]).not.toContain('smtp_password')
  expect(overridesIn(own)).toBe(3)
})

test('older versions call the port for websockets otherwise', () => {
  const conf = options(odooConf(release({}, '15.0'), passwords))
  expect([conf.get('longpolling_port'), conf.get('gevent_port')]).toEqual(['8072', undefined])
})

test('the admin password stands there as Odoo checks it, the same for the same instance', async () => {
  const one = await adminHash(new Secret('correct horse'), 'i1')
  expect(await adminHash(new Secret('correct horse'), 'i1')).toBe(one)
  expect(await adminHash(new Secret('correct horse'), 'i2')).not.toBe(one)
  const [, scheme, rounds, salt, hash] = one.split('$')
  const bytes = (text = '') => Buffer.from(text.replaceAll('.', '+'), 'base64')
  const again = pbkdf2Sync('correct horse', bytes(salt), Number(rounds), 64, 'sha512')
  expect([scheme, bytes(hash).equals(again)]).toEqual(['pbkdf2-sha512', true])
})

test('what changed is updated with what depends on it, and only where it is installed', () => {
  const now = {
    base_x: { hash: '2', depends: ['base'] },
    sale_x: { hash: '1', depends: ['base_x'] },
    shop_x: { hash: '1', depends: ['sale_x'] },
    other: { hash: '1', depends: ['base'] },
    fresh: { hash: '9', depends: ['base_x'] },
  }
  const installed = { base: '', base_x: '1', sale_x: '1', shop_x: '1', other: '1' }
  expect(toUpdate(installed, now)).toEqual(['base_x', 'sale_x', 'shop_x'])
  expect(toUpdate({ ...installed, base_x: '2' }, now)).toEqual([])
  expect(hashesAfter(installed, now, ['base_x'])).toEqual(installed)
  expect(hashesAfter(installed, now, [])).toEqual({ ...installed, base_x: '2' })
})

test('a first deploy knows what it installs: dependencies of other repositories too, and what comes by itself', () => {
  const now = {
    shop: { hash: '1', depends: ['sale', 'org_base'] },
    org_base: { hash: '2', depends: ['platform_base'] },
    platform_base: { hash: '3', depends: ['base'] },
    bridge: { hash: '4', depends: ['shop', 'bridge_base'], automatic: true },
    bridge_base: { hash: '5', depends: ['base'] },
    other: { hash: '6', depends: ['base'] },
  }
  const all = ['base', 'bridge', 'bridge_base', 'org_base', 'platform_base', 'sale', 'shop']
  expect(withDependencies(['base', 'shop'], now)).toEqual(all)
  // A circle in manifests is Odoo's to complain of.
  const circle = { a: { hash: '1', depends: ['b'] }, b: { hash: '2', depends: ['a'] } }
  expect(withDependencies(['a'], circle)).toEqual(['a', 'b'])
})

test('PostgreSQL is tuned by its memory, and the pool has 50 connections a gigabyte', () => {
  expect([poolSize(1024), poolSize(4096), poolSize(64)]).toEqual([50, 200, 10])
  expect(tuning(4096, 2, 200)).toMatchObject({
    shared_buffers: '1024MB',
    effective_cache_size: '3072MB',
    max_connections: '220',
  })
})

test('a print is the same for the same content in another order', () => {
  expect(printOf({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(printOf({ b: { c: [1, 2] }, a: 1 }))
  expect(printOf({ a: [1, 2] })).not.toBe(printOf({ a: [2, 1] }))
})
