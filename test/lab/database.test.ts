import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deploy } from '../../core/deployment/deploy.stage.ts'
import { namesOf } from '../../core/deployment/names.rule.ts'
import type { Release } from '../../core/deployment/release.ts'
import { creatingDatabase } from '../../core/deployment/stages/creating-database.ts'
import { generatingConfig } from '../../core/deployment/stages/generating-config.ts'
import { initializingDatabase } from '../../core/deployment/stages/initializing-database.ts'
import { stockTemplate } from '../../core/deployment/stages/stock-template.ts'
import { bringBack } from '../../core/deployment/stages/way-back.ts'
import type { RemoteHost } from '../../core/ports/host.ts'
import { proxyNetwork } from '../../core/ports/labels.ts'
import { Secret } from '../../core/secret.ts'
import { exampleRelease } from '../unit/deployment/example-release.ts'
import { DockerServer } from './docker-server.ts'
import { describeInLab } from './endpoints.ts'

describeInLab('the database of an instance', (lab) => {
  const there = new DockerServer(lab)
  let host: RemoteHost
  const images: Record<string, Release['image']> = {}
  const lines: string[] = []
  const kept = new Map<string, unknown>()
  let serves: string | null = null
  let maintenance = false

  beforeAll(async () => {
    await there.start()
    for (const reference of [lab.images.postgres, lab.images.pgbouncer, lab.images.odoo]) {
      await there.docker('pull', '-q', reference)
      const digest = await there.docker('inspect', '-f', '{{index .RepoDigests 0}}', reference)
      images[reference] = { reference, digest: digest.split('@')[1] ?? '' }
    }
    await there.docker('network', 'create', proxyNetwork)
    const real = await there.host()
    const proxy = {
      serves: () => Promise.resolve(serves),
      inMaintenance: () => Promise.resolve(maintenance),
      async maintenance(_: string, on: boolean) {
        maintenance = on
        await Promise.resolve()
      },
      async switch(_: string, to: string) {
        serves = to
        maintenance = false
        await Promise.resolve()
      },
    }
    // The proxy is not of this suite.
    host = { ...real, proxy: { ...real.proxy, ...proxy } }
  }, 120_000)
  afterAll(() => there.stop())

  function release(id: string, more: Partial<Release> = {}): Release {
    const example = exampleRelease()
    const image = (reference: string) => images[reference] ?? { reference, digest: '' }
    return {
      ...example,
      id,
      sources: [],
      image: image(lab.images.odoo),
      postgres: image(lab.images.postgres),
      pgbouncer: image(lab.images.pgbouncer),
      size: { cpu: 1, memoryMb: 1024, diskGb: 5 },
      ...more,
    }
  }

  function work(input: Release, stage: string): Deploy {
    return {
      jobId: `job-${input.id}`,
      input,
      address: null,
      host: () => Promise.resolve(host),
      secret: (name) => new Secret(`${name}-p'a"s$s-of-${input.instance.id}`),
      say: (_level, message) => void lines.push(message),
      sayOf: (_place, _level, message) => void lines.push(message),
      keep: (value) => void kept.set(`${input.id} ${stage}`, value),
      kept: (of) => kept.get(`${input.id} ${of}`) ?? null,
      result: () => {},
      now: () => performance.now(),
      signal: new AbortController().signal,
    }
  }

  async function through(input: Release): Promise<void> {
    for (const stage of [creatingDatabase, generatingConfig, initializingDatabase])
      if (!(await stage.done?.(work(input, stage.id)))) await stage.run(work(input, stage.id))
  }

  const sql = (instance: string, text: string) =>
    there.docker('exec', `${instance}_db`, 'psql', '-U', 'postgres', '-d', instance, '-Atc', text)

  const first = () => release('r1')

  test('is made with a role that may nothing beside, and initialised by Odoo', async () => {
    await there.docker('network', 'create', namesOf(first()).network)
    await through(first())
    const state = await host.databases.look('i1_db', 'i1')
    expect(state).toMatchObject({ initialised: true, pending: [], release: 'r1' })
    expect(await sql('i1', "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'odoo'")).toBe(
      'f|f|f',
    )
    expect(await sql('i1', "SELECT datcollate, pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'i1'")).toBe(
      'C|odoo',
    )
    expect(await sql('i1', "SELECT string_agg(extname, ',' ORDER BY extname) FROM pg_extension")).toBe(
      'pg_trgm,plpgsql,unaccent',
    )
    expect(await sql('i1', "SELECT password FROM res_users WHERE login = 'admin'")).toMatch(/^\$pbkdf2-sha512\$25000\$/)
    expect(await sql('i1', 'SHOW max_wal_size')).toBe('4GB')
    for (const stage of [creatingDatabase, generatingConfig, initializingDatabase])
      expect([stage.id, await stage.done?.(work(first(), stage.id))]).toEqual([stage.id, true])
  }, 120_000)

  test('is reached through the pool with its password, and by nobody over the network without', async () => {
    const password = work(first(), '').secret('database').reveal()
    const url = `postgresql://odoo:${encodeURIComponent(password)}@i1_pgbouncer:6432/i1`
    expect(await there.docker('exec', 'i1_db', 'psql', url, '-Atc', 'SELECT current_user')).toBe('odoo')
    const bus = url.replace(/i1$/, 'postgres')
    expect(await there.docker('exec', 'i1_db', 'psql', bus, '-Atc', 'SELECT current_database()')).toBe('postgres')
    const asSuperuser = await there.server.exec(
      'docker',
      'exec',
      '-e',
      'PGPASSWORD=x',
      'i1_db',
      'psql',
      '-h',
      'i1_db',
      '-U',
      'postgres',
      '-c',
      'SELECT 1',
    )
    expect([asSuperuser.code, asSuperuser.errors]).toEqual([
      2,
      expect.stringContaining('password authentication failed'),
    ])
    const inspected = await there.docker('inspect', 'i1_db', 'i1_pgbouncer')
    expect(inspected).not.toContain(JSON.stringify(password).slice(1, -1))
  })

  test('becomes a template while nobody waits, and the next one alike is a copy with an identity of its own', async () => {
    await stockTemplate(work(first(), 'completed'), host)
    await expect.poll(() => there.docker('ps', '-aq', '--filter', 'name=i1_stock'), { timeout: 60_000 }).toBe('')
    const second = release('r2', { instance: { ...first().instance, id: 'i2', domain: 'two.example.test' } })
    await there.docker('network', 'create', namesOf(second).network)
    lines.length = 0
    await through(second)
    expect(lines.some((line) => line.startsWith('Database copied from the template'))).toBe(true)
    expect(lines.some((line) => line.startsWith('Initializing Odoo database'))).toBe(false)
    expect(await host.databases.look('i2_db', 'i2')).toMatchObject({ initialised: true, pending: [], release: 'r2' })
    const ids = "SELECT string_agg(value, ',' ORDER BY key) FROM ir_config_parameter WHERE key LIKE 'database.%'"
    expect(await sql('i2', ids)).not.toBe(await sql('i1', ids))
    expect(await sql('i2', "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'")).toBe(
      'https://two.example.test',
    )
    const admin = "SELECT password FROM res_users WHERE login = 'admin'"
    expect(await sql('i2', admin)).not.toBe(await sql('i1', admin))
    const files = (await sql('i2', 'SELECT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL')).split('\n')
    expect(files.length).toBeGreaterThan(0)
    const data = `${namesOf(second).data}/filestore/i2`
    for (const file of files)
      expect((await there.server.exec('stat', '-c', '%u:%g', `${data}/${file}`)).output.trim()).toBe('100:101')
    const password = work(second, '').secret('database').reveal()
    const url = `postgresql://odoo:${encodeURIComponent(password)}@i2_pgbouncer:6432/i2`
    expect(await there.docker('exec', 'i2_db', 'psql', url, '-Atc', 'SELECT 1')).toBe('1')
  }, 120_000)

  test('half a copy, of a worker that was killed, is not taken for a database', async () => {
    const third = release('r4', { instance: { ...first().instance, id: 'i4' } })
    const names = namesOf(third)
    await there.docker('network', 'create', names.network)
    await there.docker('volume', 'create', names.volume)
    await host.files.makeFolder(names.folder)
    await host.files.write(names.copying, '')
    lines.length = 0
    await through(third)
    expect(lines.some((line) => line.startsWith('Database copied from the template'))).toBe(true)
    expect(await host.databases.look(names.database, 'i4')).toMatchObject({ initialised: true, release: 'r4' })
    expect(await host.files.print(names.copying)).toBeNull()
  }, 120_000)

  test('comes back from its dump where an update fails, and says which module it was', async () => {
    const before = { deploymentId: 'd', release: 'r1', commit: 'c', image: first().image }
    const update = release('r3', {
      way: 'update',
      before: before as Release['before'],
      modules: { ...first().modules, update: ['nothing_like_it'] },
    })
    await generatingConfig.run(work(update, 'generating_config'))
    // Whose container waits for its word: with it, it serves.
    await host.files.write(namesOf(first()).word, '')
    serves = 'i1_odoo_r1'
    await sql('i1', "INSERT INTO ir_config_parameter (key, value) VALUES ('mine', 'before')")
    const running = work(update, 'initializing_database')
    await expect(initializingDatabase.run(running)).rejects.toMatchObject({ code: 'module_failed' })
    await sql('i1', "UPDATE ir_config_parameter SET value = 'during' WHERE key = 'mine'")
    expect(maintenance).toBe(true)
    await bringBack(running)
    expect(await sql('i1', "SELECT value FROM ir_config_parameter WHERE key = 'mine'")).toBe('before')
    expect([maintenance, await there.docker('inspect', '-f', '{{.State.Status}}', 'i1_odoo_r1')]).toEqual([
      false,
      'running',
    ])
    expect(await host.databases.look('i1_db', 'i1')).toMatchObject({ release: 'r1' })
    expect(await there.docker('exec', 'i1_db', 'ls', '/dumps')).toBe('')
    expect(lines.at(-1)).toMatch(/^The release from before serves again; it did not for \d/)
  }, 60_000)

  test('is locked by one at a time', async () => {
    const unlock = await host.databases.lock('i1_db', 'i1')
    await expect(host.databases.lock('i1_db', 'i1')).rejects.toMatchObject({ code: 'database_busy', transient: true })
    await unlock()
    await (await host.databases.lock('i1_db', 'i1'))()
  })
})
