import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { diagnose } from '../../../core/diagnosis/diagnose.rule.ts'
import { Floor } from '../deploy/floor.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { told } from './told.ts'

describeInLab('what goes wrong in Odoo and its database has its name, its remedy and a button', (lab) => {
  let floor: Floor
  let instance = ''

  const right = () => floor.addons.module('acme_base', { mark: 'one' })

  beforeAll(async () => {
    floor = await Floor.open(lab)
    right().module('acme_portal', { depends: ['acme_base'], mark: 'one' })
    floor.addons.push('Start')
    await floor.furnish()
    await floor.project()
    instance = (await floor.done('deploy acme/staging')).instance_id
  }, 120_000)

  afterAll(() => floor?.close())

  /** In the container of PostgreSQL, as somebody by hand does. */
  const psql = (database: string, statement: string) => {
    const within = ['docker', 'exec', '-u', 'postgres', `${instance}_db`, 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1']
    return floor.server.exec(...within, '-d', database, '-c', statement)
  }
  /** By the pool, as Odoo does. */
  const byPool = () => {
    const ask = `docker exec -e PGPASSWORD="$(sed -n 's/^db_password = //p' /opt/paasportal/$0/releases/*/odoo.conf | head -1)" $0_db timeout 2 psql -w -h $0_pgbouncer -p 6432 -U odoo -d $0 -c 'SELECT 1'`
    return floor.server.exec('sh', '-c', ask, instance)
  }
  const known = (said: string) => diagnose({ stage: null, code: 'container_failed', message: said, lines: [] })?.id

  interface Case {
    name: string
    make: () => unknown
    is: string
    text: RegExp
    button: string
  }

  const code = (text: string) => () => floor.addons.write('acme_base/__init__.py', `${text}\nMARK = 'two'\n`)
  const cases: Case[] = [
    {
      name: 'an addon that another one needs is missing',
      make: () => floor.addons.module('acme_base', { mark: 'two', depends: ['base', 'queue_job'] }),
      is: 'dependency_missing',
      text: /acme_base could not be updated: it needs queue_job, which is not among the addons.*repository that has queue_job/s,
      button: 'repository.add',
    },
    {
      name: 'a library is missing that it imports',
      make: code('import phonenumbers'),
      is: 'python_missing',
      text: /no Python library phonenumbers.*Put phonenumbers into/s,
      button: 'instance.deploy',
    },
    {
      name: 'a library is missing that its manifest names',
      make: () =>
        floor.addons.write(
          'acme_base/__manifest__.py',
          "{'name': 'x', 'version': '19.0.1.0.0', 'external_dependencies': {'python': ['phonenumbers']}}\n",
        ),
      is: 'python_missing',
      text: /acme_base could not be updated: there is no Python library phonenumbers/,
      button: 'instance.deploy',
    },
    {
      name: 'a module is not installable that another one needs',
      make: () => {
        floor.addons.write('acme_base/__manifest__.py', "{'name': 'x', 'version': '1.0', 'installable': False}\n")
        floor.addons.write('acme_portal/models.py', '# changed\n')
      },
      is: 'module_not_installable',
      text: /acme_base could not be updated: Odoo says that it is not installable.*Set `installable` to True/s,
      button: 'instance.deploy',
    },
    {
      name: 'a locale is not there',
      make: code("import locale\nlocale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')"),
      is: 'locale_missing',
      text: /unsupported locale setting.*C\.UTF-8/s,
      button: 'instance.deploy',
    },
    {
      name: 'the memory is not enough',
      make: code("held = b'x' * (2 << 30)"),
      is: 'out_of_memory',
      text: /needed more than its \d+ MB of memory.*instance size/s,
      button: 'instance.size',
    },
    {
      name: 'a migration raises',
      make: () =>
        floor.addons.module('acme_base', {
          mark: 'two',
          version: '19.0.2.0.0',
          files: { 'migrations/19.0.2.0.0/post-move.py': "def migrate(cr, version):\n    raise ValueError('no')\n" },
        }),
      is: 'migration_failed',
      text: /The migration migrations\/19\.0\.2\.0\.0\/post-move\.py of acme_base failed: ValueError: no/,
      button: 'instance.deploy',
    },
  ]

  test.each(cases)('$name', async ({ name, make, is, text, button }) => {
    make()
    floor.addons.push(name)
    try {
      const found = await told(floor)
      expect(found).toMatchObject({ is, text: expect.stringMatching(text) })
      expect(found.buttons).toEqual(expect.arrayContaining([button, 'job.retry']))
      expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:one')
    } finally {
      right()
    }
  })

  test('a module that is installed is not installable any more, which Odoo says in its log alone', async () => {
    floor.addons
      .write('acme_portal/__manifest__.py', "{'name': 'x', 'version': '1.0', 'installable': False}\n")
      .push('Off')
    const gone = 'acme_portal is installed and not installable from this code: Odoo runs on without it'
    expect((await floor.says('plan acme/staging')).text).toContain(gone)
    expect((await floor.done('deploy acme/staging')).lines).toContain(`initializing warning ${gone}`)
    expect((await floor.visit('/web/login')).text).not.toContain('acme_portal=')
    floor.addons.module('acme_portal', { depends: ['acme_base'], mark: 'one' }).push('On')
  })

  test('the database is away: so says the pool, so says the deploy, and it goes on when it is back', async () => {
    floor.addons.module('acme_base', { mark: 'three' }).push('Code alone')
    const gone = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${instance}'`
    const away = `ALTER DATABASE "${instance}" ALLOW_CONNECTIONS false`
    for (const one of [away, gone, `ALTER DATABASE "${instance}" RENAME TO elsewhere`])
      wellDone(await psql('postgres', one))

    expect((await byPool()).code).not.toBe(0)
    const { output, errors } = await floor.server.exec('docker', 'logs', '--tail', '4', `${instance}_pgbouncer`)
    expect([`${output}${errors}`, known(`${output}${errors}`)]).toEqual([expect.anything(), 'pool_waits'])
    const found = await told(floor, 'deploy acme/staging --no-update')
    expect(found).toMatchObject({ is: 'pool_waits', text: expect.stringContaining(`no database ${instance} on box1`) })
    expect(found.text).toContain(`docker exec --user postgres ${instance}_db psql -l`)
    expect(found.buttons).toEqual(expect.arrayContaining(['instance.show', 'job.retry']))

    wellDone(await psql('postgres', `ALTER DATABASE elsewhere RENAME TO "${instance}"`))
    wellDone(await psql('postgres', `ALTER DATABASE "${instance}" ALLOW_CONNECTIONS true`))
    await vi.waitUntil(async () => (await byPool()).code === 0, { timeout: 20_000 })
    await floor.done(`job retry ${found.number}`)
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:three')
  })

  test('what PostgreSQL itself says of a locale that it has not is known', async () => {
    const { errors } = await psql('postgres', "CREATE DATABASE x TEMPLATE template0 LC_COLLATE 'de_DE.UTF-8'")
    expect(known(errors)).toBe('locale_missing')
  })

  const shell = async (line: string) => wellDone(await floor.server.exec('sh', '-c', line)).output.trim()
  /** By hand, as an extension is tried out that its image has not; it is read when PostgreSQL begins. */
  const preload = () => psql('postgres', "ALTER SYSTEM SET shared_preload_libraries = 'pg_cron'").then(wellDone)
  const mend = async () => {
    const volume = await shell(`docker volume inspect -f '{{.Mountpoint}}' paasportal_pgdata_${instance}`)
    await shell(`sed -i /shared_preload_libraries/d ${volume}/postgresql.auto.conf`)
    // By itself it begins again too, at longer and longer intervals.
    await shell(`docker restart ${instance}_db`)
    await expect.poll(async () => (await psql('postgres', 'SELECT 1')).code, { timeout: 60_000 }).toBe(0)
  }

  test('somebody else is updating the database: nobody goes in between', async () => {
    floor.addons.module('acme_base', { mark: 'four', version: '19.0.1.1.0' }).push('Another')
    const locks = `docker exec -d -u postgres ${instance}_db psql -X -d ${instance} -c "SELECT pg_advisory_lock(1346979916, 1), pg_sleep(600)"`
    await shell(locks)
    const held = `SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted`
    await expect.poll(async () => (await psql(instance, held)).output.trim(), { timeout: 20_000 }).toBe('1')
    const found = await told(floor)
    expect(found).toMatchObject({ is: 'database_locked', text: expect.stringContaining('Somebody else is updating') })
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0')
    wellDone(await psql('postgres', "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
    await floor.done(`job retry ${found.number}`)
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.1.0:four')
  })

  test('PostgreSQL ends whenever it begins: it is said why before anything is planned', async () => {
    await preload()
    await shell(`docker restart ${instance}_db`)
    const restarts = () => shell(`docker inspect -f '{{.RestartCount}}' ${instance}_db`)
    await expect.poll(restarts, { timeout: 60_000 }).not.toBe('0')
    expect((await psql('postgres', 'SELECT 1')).code).not.toBe(0)
    const found = await told(floor)
    await mend()
    expect(found).toMatchObject({
      is: 'refused: database_not_ready',
      text: expect.stringMatching(/ended by itself: could not access file "pg_cron".*docker logs \S+_db/s),
    })
    expect(found.buttons).toContain('server.check')
  })

  test('PostgreSQL does not begin again in the middle of a deploy: it is said why, and a retry goes through', async () => {
    // Another size is another container of it.
    await floor.says('instance size acme/staging --memory 1100M')
    await preload()
    const found = await told(floor)
    await mend()
    expect(found).toMatchObject({
      is: 'database_timeout',
      text: expect.stringContaining('ended by itself: could not access file "pg_cron"'),
    })
    expect(found.buttons).toEqual(expect.arrayContaining(['server.check', 'job.retry']))
    await floor.done(`job retry ${found.number}`)
    expect((await floor.visit('/web/login')).text).toContain('acme_base=')
  })
})
