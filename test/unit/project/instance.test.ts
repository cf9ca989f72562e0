import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isManaged } from '../../../core/instance/managed-conf.rule.ts'
import { checkedConf } from '../../../core/instance/odoo-conf.rule.ts'
import { sharesOf } from '../../../core/instance/share.rule.ts'
import { snapshot, withAcme } from './acme.ts'

describe('instance.create', () => {
  test('is called after its version, with a domain of its own', async () => {
    const { house, admin, developer } = await withAcme()
    await house.asks(admin, 'project.configure', { project: 'acme', apps_domain: 'apps.example.com' })
    const made = await house.asks(developer, 'instance.create', { environment: 'acme/staging', version: '18.0' })
    expect(made.data).toMatchObject({
      reference: 'acme/staging/v18',
      branch: 'main',
      domain: 'v18-acme.apps.example.com',
      state: 'draft',
    })
    const named = await house.asks(developer, 'instance.create', {
      environment: 'acme/staging',
      version: '18',
      name: 'trial',
      branch: 'next',
      domain: 'Trial.Acme.Example',
    })
    expect(named.data).toMatchObject({
      reference: 'acme/staging/trial',
      version: '18.0',
      branch: 'next',
      domain: 'trial.acme.example',
    })
    const other = await house.asks(admin, 'instance.create', { environment: 'acme/production', version: '18.0' })
    expect(other.data).toMatchObject({ domain: 'v18-acme-production.apps.example.com' })
  })

  test('takes the platform’s apps domain, and what the project is built of', async () => {
    const { house, admin } = await withAcme()
    await house.asks(admin, 'platform.configure', { apps_domain: 'apps.test' })
    await house.asks(admin, 'version.set', { version: '20.0', image: 'registry.example/odoo:20.0' })
    await house.asks(admin, 'project.configure', {
      project: 'acme',
      version: '20.0',
      branch: 'twenty',
      edition: 'enterprise',
    })
    const { data } = await house.asks(admin, 'instance.create', { environment: 'acme/staging' })
    expect(data).toMatchObject({
      version: '20.0',
      name: 'v20',
      branch: 'twenty',
      edition: 'enterprise',
      domain: 'v20-acme.apps.test',
    })
  })

  test('refuses what is wrong, and keeps nothing of it', async () => {
    const { house, developer, plus, viewer, outsider } = await withAcme()
    await house.asks(plus, 'instance.configure', { instance: 'acme/production', domain: 'acme.example' })
    const before = await snapshot(house)
    const at = { environment: 'acme/staging', version: '19.0' }
    const refused: [typeof plus, Record<string, unknown>, Record<string, unknown>][] = [
      [developer, at, { code: 'already_there', field: 'name' }],
      [developer, { ...at, name: 'x', domain: 'acme.example' }, { code: 'already_there', field: 'domain' }],
      [developer, { ...at, version: '13.0' }, { code: 'invalid_arguments', field: 'version' }],
      [developer, { ...at, version: 'latest' }, { code: 'invalid_arguments', field: 'version' }],
      [developer, { environment: 'acme/staging' }, { code: 'missing_arguments', field: 'version' }],
      [developer, { ...at, name: 'production' }, { code: 'invalid_arguments', field: 'name' }],
      [developer, { ...at, name: 'a/b' }, { code: 'invalid_arguments', field: 'name' }],
      [developer, { ...at, branch: '--upload-pack=x' }, { code: 'invalid_arguments', field: 'branch' }],
      [developer, { ...at, domain: 'no domain' }, { code: 'invalid_arguments', field: 'domain' }],
      [developer, { ...at, environment: 'acme' }, { code: 'ambiguous' }],
      [developer, { ...at, environment: 'acme/production' }, { code: 'not_allowed' }],
      [viewer, at, { code: 'not_allowed' }],
      [outsider, at, { code: 'not_found' }],
    ]
    for (const [who, given, told] of refused)
      expect(await house.refuses(who, 'instance.create', given), JSON.stringify(given)).toMatchObject(told)
    expect(await snapshot(house)).toEqual(before)
  })
})

describe('an instance', () => {
  test('is shown and listed to those who see it', async () => {
    const { house, viewer, outsider } = await withAcme()
    const { card, data } = await house.asks(viewer, 'instance.show', { instance: 'acme stg' })
    expect(data).toMatchObject({ reference: 'acme/staging/v19', server: 'box1', shares: { workers: 2 } })
    expect(card.title).toBe('acme/staging/v19')
    await house.store.write(async (rows) => {
      const [staging] = await rows.environment.find({ kind: 'staging' })
      await rows.instance.update({ environmentId: staging?.id ?? '' }, { state: 'disabled' })
    })
    expect((await house.asks(viewer, 'instance.list')).data).toMatchObject({ total: 1 })
    expect((await house.asks(viewer, 'instance.list', { place: 'acme', disabled: true })).data).toMatchObject({
      total: 2,
    })
    expect((await house.asks(viewer, 'instance.list', { place: 'acme/production' })).data).toMatchObject({
      instances: [{ reference: 'acme/production/v19' }],
    })
    expect((await house.asks(outsider, 'instance.list')).data).toMatchObject({ total: 0 })
    expect((await house.refuses(outsider, 'instance.show', { instance: 'acme/staging' })).code).toBe('not_found')
  })

  test('long lists go on by a button', async () => {
    const { house, admin } = await withAcme()
    for (let index = 0; index < 25; index += 1) {
      await house.asks(admin, 'instance.create', {
        environment: 'acme/staging',
        version: '18.0',
        name: `n${String(index).padStart(2, '0')}`,
      })
    }
    const first = await house.asks(admin, 'instance.list')
    const more = first.card.actions?.find((action) => 'operation' in action && action.label === 'More')
    const rest = await house.asks(admin, 'instance.list', more && 'operation' in more ? { ...more.arguments } : {})
    expect(first.data).toMatchObject({ total: 27, next: 'acme/staging/n18' })
    expect(rest.data).toMatchObject({ total: 27, next: null, instances: { length: 7 } })
  })

  test('is configured, and what was not said stays', async () => {
    const { house, developer } = await withAcme()
    await house.asks(developer, 'instance.configure', {
      instance: 'acme/staging',
      workers: '4',
      notes: 'mine',
      branch: 'next',
    })
    const { data } = await house.asks(developer, 'instance.configure', {
      instance: 'acme/staging',
      max_cron_threads: 1,
      answers_within: '5m',
      oca_queue: true,
      edition: 'enterprise',
      odoo_conf: '[options]\n; mine\nlimit_time_cpu = 600\nlog_level = debug\n',
    })
    expect(data).toMatchObject({
      branch: 'next',
      edition: 'enterprise',
      settings: {
        workers: 4,
        max_cron_threads: 1,
        answers_within_ms: 300_000,
        oca_queue: true,
        notes: 'mine',
        odoo_conf: expect.stringContaining('limit_time_cpu'),
      },
    })
    const { card } = await house.asks(developer, 'instance.show', { instance: 'acme/staging' })
    expect(card.fields).toContainEqual({ label: 'Answers within', value: '5m' })
    const without = await house.asks(developer, 'instance.configure', { instance: 'acme/staging', odoo_conf: '-' })
    expect(without.data).toMatchObject({ settings: { odoo_conf: '' } })
  })

  test('is not configured wrongly, nor by whoever may not', async () => {
    const { house, developer, viewer, outsider } = await withAcme()
    const before = await snapshot(house)
    const at = { instance: 'acme/staging' }
    const refused: [typeof viewer, Record<string, unknown>, Record<string, unknown>][] = [
      [developer, at, { code: 'missing_arguments' }],
      [
        developer,
        { ...at, odoo_conf: 'admin_passwd = x' },
        { code: 'invalid_arguments', field: 'odoo_conf', message: expect.stringContaining('admin_passwd') },
      ],
      [developer, { ...at, odoo_conf: 'workers' }, { code: 'invalid_arguments', field: 'odoo_conf' }],
      [developer, { ...at, workers: -1 }, { field: 'workers' }],
      ...['29s', '61m', '5', 'soon', '-5m'].map((answers_within): (typeof refused)[number] => [
        developer,
        { ...at, answers_within },
        { field: 'answers_within' },
      ]),
      [developer, { ...at, version: '12.0' }, { field: 'version' }],
      [developer, { instance: 'acme/production', workers: 1 }, { code: 'not_allowed' }],
      [developer, { instance: 'acme', workers: 1 }, { code: 'ambiguous' }],
      [viewer, { ...at, workers: 1 }, { code: 'not_allowed' }],
      [outsider, { ...at, workers: 1 }, { code: 'not_found' }],
    ]
    for (const [who, given, told] of refused)
      expect(await house.refuses(who, 'instance.configure', given), JSON.stringify(given)).toMatchObject(told)
    expect(await snapshot(house)).toEqual(before)
    await house.store.write((rows) => rows.instance.update({ name: 'v19' }, { state: 'deployed' }))
    expect(await house.refuses(developer, 'instance.configure', { ...at, version: '18.0' })).toMatchObject({
      code: 'state_forbids',
    })
  })

  test('has a size, of which the database gets 30 percent', async () => {
    const { house, developer } = await withAcme()
    const { data, card } = await house.asks(developer, 'instance.size', {
      instance: 'acme/staging',
      cpu: '4',
      memory: '8G',
    })
    expect(data).toMatchObject({
      size: { cpu: 4, memory_mb: 8192, disk_gb: 20 },
      shares: { database: { cpu: 1.2, memoryMb: 2458 }, odoo: { cpu: 2.8, memoryMb: 5734 }, workers: 5 },
    })
    expect(JSON.stringify(card)).toContain('30 %')
    expect((await house.asks(developer, 'instance.size', { instance: 'acme/staging', disk: '1T' })).data).toMatchObject(
      { size: { cpu: 4, disk_gb: 1024 } },
    )
    const before = await snapshot(house)
    for (const wrong of [{}, { cpu: 0 }, { memory: 'much' }, { memory: '1' }, { disk: '-3' }, { memory: '9999999T' }])
      expect(
        (await house.refuses(developer, 'instance.size', { instance: 'acme/staging', ...wrong })).status,
        JSON.stringify(wrong),
      ).toBe(422)
    expect((await house.refuses(developer, 'instance.size', { instance: 'acme/production', cpu: 8 })).code).toBe(
      'not_allowed',
    )
    expect(await snapshot(house)).toEqual(before)
  })
})

test('shares add up to the whole, and there is always a worker', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.25, max: 128, noNaN: true }),
      fc.integer({ min: 128, max: 1_000_000 }),
      (cpu, memoryMb) => {
        const { database, odoo, workers } = sharesOf({ cpu, memoryMb, diskGb: 1 })
        expect(database.memoryMb + odoo.memoryMb).toBe(memoryMb)
        expect(database.cpu + odoo.cpu).toBeCloseTo(cpu, 1)
        expect(workers).toBeGreaterThanOrEqual(1)
      },
    ),
  )
})

test('odoo.conf holds nothing that is managed, however it is written', () => {
  for (const key of [
    'admin_passwd',
    'data_dir',
    'http_port',
    'gevent_port',
    'longpolling_port',
    'xmlrpc_port',
    'db_password',
    'dbfilter',
    'addons_path',
  ]) {
    for (const line of [
      `${key} = x`,
      `${key}=x`,
      `${key}: x`,
      `${key.toUpperCase()} = x`,
      `  ${key} = x`,
      `[options]\n\t${key} = x`,
      `a = b\r\n${key} = x`,
    ])
      expect(checkedConf(line), line).toMatchObject({ ok: false })
    expect(isManaged(key)).toBe(true)
  }
  for (const text of ['', 'workers = 4', '# admin_passwd = x', 'log_handler = a,\n  b', 'limit_time_real = 1200'])
    expect(checkedConf(text), text).toEqual({ ok: true })
})

test.each(['smtp_password = hunter2', 'API_TOKEN: x', 'aws_secret_key=x'])(
  'a secret has no place in it: %s',
  (line) => {
    const checked = checkedConf(`workers = 4\n${line}`)
    expect(checked).toMatchObject({ ok: false })
    expect(JSON.stringify(checked)).toContain('variable set')
    expect(JSON.stringify(checked)).not.toContain('hunter2')
  },
)
