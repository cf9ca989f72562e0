import { describe, expect, test } from 'vitest'
import { sql } from '../../../adapters/database/sql.ts'
import { odooConf } from '../../../core/deployment/conf.rule.ts'
import { troubleIn } from '../../../core/deployment/odoo-log.rule.ts'
import { poolConf, poolUsers } from '../../../core/deployment/pool.rule.ts'
import type { Release } from '../../../core/deployment/release.ts'
import { templateName } from '../../../core/deployment/template.rule.ts'
import { tuning } from '../../../core/deployment/tuning.rule.ts'
import { keptHashes, shortfall } from '../../../core/deployment/verdict.rule.ts'
import { exampleRelease } from './example-release.ts'

const release = (more: Partial<Release> = {}): Release => ({ ...exampleRelease(), ...more })

const passwords = {
  database: 'db-password',
  adminHash: '$pbkdf2-sha512$1$a$b',
  variable: (name: string) => `sealed ${name}`,
}

/** As Python's RawConfigParser reads it: a section or a name that comes twice is an error there. */
function parsed(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {}
  let section: Record<string, string> | null = null
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^[#;]/.test(line)) continue
    const head = /^\[(.+)\]/.exec(line)?.[1]
    if (head !== undefined) {
      if (sections[head]) throw new Error(`the section ${head} comes twice`)
      section = {}
      sections[head] = section
      continue
    }
    const [, name, value] = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? []
    if (!section || name === undefined) throw new Error(`not understood: ${line}`)
    if (name.toLowerCase() in section) throw new Error(`${name} comes twice`)
    section[name.toLowerCase()] = value ?? ''
  }
  return sections
}

describe('odoo.conf of people who try tricks', () => {
  const conf = (odooConfText: string) =>
    parsed(
      odooConf(
        release({ settings: { workers: null, maxCronThreads: null, ocaQueue: false, odooConf: odooConfText } }),
        passwords,
      ),
    )

  test.each([
    ['another section of the same name', '[options]\nlist_db = True\n[options]\ndb_name = other'],
    ['with words behind it', '[queue_job]\nchannels = root:1\n[options] x\nlist_db = True'],
    ['the section that speaks for all', '[DEFAULT]\nlist_db = True\nxmlrpc_port = 1\ndb_replica_host = evil'],
    ['names in capitals', 'LIST_DB = True\nDb_Name : other\nADMIN_PASSWD=mine'],
    ['a value that goes on', 'log_level = info\n  list_db = True\n  [options]\n  db_name = other'],
    [
      'ends of lines that only some see',
      'log_level = info\rlist_db = True\u2028db_name = other\u0085[options]\x0bdb_host = evil',
    ],
    ['its own keys in another section', '[queue_job]\ndb_password = x\nlist_db = True\nchannels = root:4'],
    ['blanks in the name of the section', '[ options ]\nlist_db = True'],
  ])('%s', (_, text) => {
    const { options, ...others } = conf(text)
    expect(options).toMatchObject({
      list_db: 'False',
      db_name: 'i1',
      db_host: 'i1_pgbouncer',
      db_password: 'db-password',
    })
    expect(options).toMatchObject({ admin_passwd: passwords.adminHash })
    expect(Object.keys(options ?? {})).not.toContain('xmlrpc_port')
    expect(Object.keys(options ?? {})).not.toContain('db_replica_host')
    for (const other of Object.values(others)) expect(Object.keys(other)).not.toContain('db_password')
  })

  test('what they may say is said, whatever its case, once', () => {
    const { options, queue_job } = conf('Workers = 7\nlimit_time_cpu: 60\n[queue_job]\nchannels = root:4,\n  root.x:1')
    expect([options?.['workers'], options?.['limit_time_cpu']]).toEqual(['7', '60'])
    expect(queue_job).toEqual({ channels: 'root:4, root.x:1' })
  })
})

describe('a log of Odoo that went wrong', () => {
  const loading = (name: string) => [
    '2026-11-21 22:00:00,101 1 INFO i1 odoo.modules.loading: loading 1 modules...',
    `2026-11-21 22:00:00,120 1 INFO i1 odoo.modules.loading: Loading module ${name} (12/13)`,
  ]

  test('tells the module and the last word of the traceback, and shows all that belongs to it', () => {
    const log = [
      ...loading('acme_sale'),
      "2026-11-21 22:00:00,123 1 CRITICAL i1 odoo.modules.registry: Couldn't load module acme_sale",
      '2026-11-21 22:00:00,124 1 ERROR i1 odoo.modules.registry: Failed to load registry',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3/dist-packages/odoo/modules/registry.py", line 127, in new',
      '    load_modules(registry, update_module=update_module)',
      '  File "/mnt/extra-addons/acme/acme_sale/models/order.py", line 7, in <module>',
      '    raise ValueError("no such state")',
      'ValueError: no such state',
      '2026-11-21 22:00:00,130 1 INFO i1 odoo.service.server: Initiating shutdown',
    ]
    const trouble = troubleIn(log)
    expect(trouble).toMatchObject({ module: 'acme_sale', migration: null, why: 'ValueError: no such state' })
    expect(trouble?.lines).toEqual(log.slice(3, 10))
  })

  test('of several that led to each other takes all of them, and the last word of the last', () => {
    const trouble = troubleIn([
      '2026-11-21 22:00:00,124 1 CRITICAL i1 odoo.service.server: Failed to initialize database `i1`.',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3/dist-packages/lxml/etree.py", line 1, in parse',
      'lxml.etree.XMLSyntaxError: Opening and ending tag mismatch',
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3/dist-packages/odoo/addons/base/models/ir_ui_view.py", line 400, in write',
      'odoo.tools.convert.ParseError: while parsing /mnt/extra-addons/acme/acme_portal/views/a.xml:3',
      'Invalid view definition',
    ])
    expect(trouble).toMatchObject({ module: 'acme_portal' })
    expect(trouble?.why).toContain('while parsing /mnt/extra-addons/acme/acme_portal/views/a.xml:3')
    expect(trouble?.lines[0]).toContain('CRITICAL')
    expect(trouble?.lines).toHaveLength(9)
  })

  test('names the migration, and the module it belongs to', () => {
    const trouble = troubleIn([
      ...loading('acme_base'),
      '2026-11-21 22:00:00,124 1 CRITICAL i1 odoo.service.server: Failed to initialize database `i1`.',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3/dist-packages/odoo/modules/migration.py", line 200, in exec_script',
      '  File "/mnt/extra-addons/acme/acme_base/migrations/19.0.1.1.0/post-move.py", line 5, in migrate',
      'psycopg2.errors.UndefinedColumn: column "old" does not exist',
      'LINE 1: SELECT old FROM res_partner',
    ])
    expect(trouble).toMatchObject({ module: 'acme_base', migration: 'migrations/19.0.1.1.0/post-move.py' })
    expect(trouble?.why).toBe('psycopg2.errors.UndefinedColumn: column "old" does not exist')
  })

  test.each([
    ['WARNING', 'odoo.modules.loading: invalid module names, ignored: acme_typo', 'acme_typo'],
    ['WARNING', 'odoo.modules.graph: module acme_old: not installable, skipped', 'acme_old'],
    [
      'ERROR',
      "odoo.modules.loading: Some modules are not loaded, some dependencies or manifest may be missing: ['acme_x']",
      'acme_x',
    ],
    ['INFO', 'odoo.modules.graph: module acme_a: Unmet dependencies: crm_gone', 'acme_a'],
  ])('finds what Odoo only mentions, and ends well with: %s %s', (level, words, module) => {
    expect(troubleIn([...loading('base'), `2026-11-21 22:00:00,124 1 ${level} i1 ${words}`])).toMatchObject({ module })
  })

  test.each([
    [
      'odoo.exceptions.UserError: You try to install module "acme_crm" that depends on module "queue_job".',
      'acme_crm',
      { what: 'addon', names: 'queue_job' },
    ],
    [
      'odoo.exceptions.UserError: You try to upgrade the module acme_crm that depends on the module: queue_job.',
      'acme_crm',
      { what: 'addon', names: 'queue_job' },
    ],
    ["ModuleNotFoundError: No module named 'odoo.addons.queue_job'", 'acme_x', { what: 'addon', names: 'queue_job' }],
    ["ModuleNotFoundError: No module named 'odoo.addons.acme_x.models.gone'", 'acme_x', null],
    ["ModuleNotFoundError: No module named 'phonenumbers'", 'acme_x', { what: 'library', names: 'phonenumbers' }],
    [
      'odoo.exceptions.UserError: Unable to upgrade module "acme_x" because an external dependency is not met: Python library not installed: ldap',
      'acme_x',
      { what: 'library', names: 'ldap' },
    ],
    ['ValueError: no such state', 'acme_x', null],
  ])('tells what is lacking from “%s”', (last, module, lacks) => {
    const trouble = troubleIn([
      '2026-11-21 22:00:00,124 1 CRITICAL i1 odoo.service.server: Failed to initialize database `i1`.',
      'Traceback (most recent call last):',
      '  File "/mnt/extra-addons/acme/acme_x/__init__.py", line 1, in <module>',
      last,
      'But this module is not available in your system.',
    ])
    expect(trouble).toMatchObject({ module, lacks })
  })

  test.each([
    [
      'odoo.modules.graph: module acme_a: Unmet dependencies: crm_gone, crm_x',
      { what: 'addon', names: 'crm_gone, crm_x' },
    ],
    ['odoo.modules.graph: module acme_a: not installable, skipped', { what: 'leave' }],
    ['odoo.modules.loading: invalid module names, ignored: acme_a', null],
  ])('and from what is only mentioned: “%s”', (words, lacks) => {
    expect(troubleIn([`2026-11-21 22:00:00,124 1 WARNING i1 ${words}`])).toMatchObject({ module: 'acme_a', lacks })
  })

  test('knows a missing library of a module by what Odoo says of it', () => {
    const trouble = troubleIn([
      '2026-11-21 22:00:00,124 1 CRITICAL i1 odoo.service.server: Failed to initialize database `i1`.',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3/dist-packages/odoo/addons/base/models/ir_module.py", line 300, in check',
      'odoo.exceptions.UserError: Unable to install module "acme_ldap" because an external dependency is not met: ldap',
    ])
    expect(trouble?.module).toBe('acme_ldap')
  })

  test('is none where nothing went wrong', () => {
    expect(troubleIn(loading('base'))).toBeNull()
    expect(troubleIn([])).toBeNull()
  })
})

test('what the database says of its modules counts, not how Odoo ended', () => {
  const state = { initialised: true, modules: { base: '', sale: 'a' }, pending: [], release: null }
  expect(shortfall(null, ['base'])).toBe('no tables are there')
  expect(shortfall({ ...state, initialised: false }, [])).toBe('no tables are there')
  expect(shortfall(state, ['base', 'crm'])).toBe('not installed: crm')
  expect(shortfall({ ...state, pending: ['stock'] }, ['base'])).toBe('not finished: stock')
  expect(shortfall({ ...state, expected: ['sale'] }, ['base', 'sale'])).toBe('not updated: sale')
  expect(shortfall({ ...state, expected: ['sale'] }, ['base'])).toBeNull()
  expect(shortfall(state, ['base', 'sale'])).toBeNull()
  expect(keptHashes(state, { sale: 'b', other: 'c' })).toEqual({ base: '', sale: 'b' })
})

test('the pool knows two databases, each in its own way, and no name gets out of its quotes', () => {
  const conf = poolConf(release(), 50)
  expect(conf).toMatch(/^i1 = host=i1_db port=5432$/m)
  expect(conf).toMatch(/^postgres = host=i1_db port=5432 pool_mode=session/m)
  expect(conf).toMatch(/^pool_mode = transaction$/m)
  expect(conf).toMatch(/^default_pool_size = 50$/m)
  expect(conf).not.toMatch(/^\* =/m)
  const named = { ...release().instance, id: 'i1\n* = host=evil' }
  expect(() => poolConf(release({ instance: named }), 50)).toThrow('never')
  expect(poolUsers('a"b')).toBe('"odoo" "a""b"\n')
})

test('instances that would be initialised alike share a template, others do not', () => {
  const name = templateName(release())
  expect(templateName({ ...release(), id: 'other' })).toBe(name)
  const settings = { workers: 5, maxCronThreads: null, ocaQueue: false, odooConf: '' }
  expect(templateName(release({ settings }))).toBe(name)
  const different = [
    release({ settings: { ...settings, odooConf: 'load_language = de_DE' } }),
    release({ image: { reference: 'odoo:19.0', digest: 'sha256:2' } }),
    release({ postgres: { reference: 'postgres:15', digest: 'sha256:2' } }),
    release({ modules: { ...release().modules, install: ['base', 'sale'] } }),
    release({ modules: { ...release().modules, hashes: { base: 'x' } } }),
  ]
  expect(new Set([name, ...different.map(templateName)]).size).toBe(6)
})

test('PostgreSQL uses several processors from four on', () => {
  expect(tuning(4096, 2, 200)).not.toHaveProperty('max_parallel_workers')
  expect(tuning(8192, 4, 200)).toMatchObject({ max_parallel_workers: '4', max_parallel_workers_per_gather: '2' })
  expect(tuning(64 * 1024, 8, 200)).toMatchObject({
    huge_pages: 'try',
    maintenance_work_mem: '2048MB',
    wal_buffers: '16MB',
  })
  expect(Number.parseInt(tuning(256, 1, 13)['work_mem'] ?? '', 10)).toBeGreaterThanOrEqual(64)
})

test('a value is never a part of a statement but as digits', () => {
  const statement = sql`SELECT ${"x'); DROP TABLE t; --\\gexec\n"} AS one`.text
  expect(statement).toMatch(/^SELECT convert_from\(decode\('[0-9a-f]+', 'hex'\), 'UTF8'\) AS one$/)
})
