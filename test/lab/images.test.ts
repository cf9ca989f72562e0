import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { Containers, type Ended } from './containers.ts'
import { describeInLab } from './endpoints.ts'

/** Patient: an engine may have much to do besides. */
const soon = { timeout: 30_000, interval: 50 }

describeInLab('the images of the lab', ({ docker, images, mirrors }) => {
  const containers = new Containers(docker.socket)
  const folder = mkdtempSync(join(tmpdir(), 'pilothouse-images-'))
  const sql = async (database: string, statement: string) => {
    const words = ['psql', '-XAtq', '-h', '127.0.0.1', '-U', 'owner', '-d', database, '-c', statement]
    const { code, log } = await containers.exec('db', 'env', 'PGPASSWORD=of the file', ...words)
    return code === 0 ? log.trimEnd() : `failed: ${log}`
  }
  const database = async () => {
    const secret = ['-e', 'POSTGRES_PASSWORD_FILE=/run/secret', '-v', `${folder}/secret:/run/secret:ro`]
    const data = ['-v', `${containers.volume('data')}:/var/lib/postgresql/data`]
    const owner = ['-e', 'POSTGRES_USER=owner', '-e', 'POSTGRES_DB=first']
    await containers.serve(
      'db',
      [...owner, ...secret, ...data],
      images.postgres,
      'postgres',
      '-c',
      'max_connections=60',
    )
    await vi.waitFor(async () => expect(await sql('first', 'show max_connections')).toBe('60'), soon)
  }
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }

  beforeAll(async () => {
    write('secret', 'of the file\n')
    await containers.start()
    await database()
    await sql('first', "create role odoo login password 'odoo'")
  }, 60_000)

  afterAll(async () => {
    await containers.remove()
    rmSync(folder, { recursive: true })
  }, 60_000)

  test('PostgreSQL takes its password from a file and keeps its data through another container', async () => {
    expect(await sql('first', 'create table kept as select 7 as seven')).toBe('')
    expect(await sql('first', 'create extension pg_trgm; create extension unaccent')).toBe('')
    const wrong = await containers.exec('db', 'env', 'PGPASSWORD=x', 'psql', '-h', 'db', '-U', 'owner', 'first')
    expect(wrong.log).toContain('password authentication failed')
    expect((await containers.exec('db', 'stat', '-c', '%u', '/var/lib/postgresql/data/PG_VERSION')).log).toBe('999\n')
    expect((await containers.exec('db', 'pg_dump', '-U', 'owner', 'first')).log).toContain('CREATE TABLE public.kept')

    await containers.of('db', 'stop')
    await containers.of('db', 'rm')
    await database()
    expect(await sql('first', 'select seven from kept')).toBe('7')
    expect(await containers.logs('db')).toContain('Skipping initialization')
  }, 60_000)

  test('PostgreSQL refuses to start without a password', async () => {
    const { code, log } = await containers.run([], images.postgres)
    expect([code, log]).toEqual([1, expect.stringContaining('superuser password is not specified')])
  })

  test('PostgreSQL gets ready by its first start, without a word about how', async () => {
    await containers.serve('plain', ['-e', 'POSTGRES_PASSWORD=x'], images.postgres)
    await expect.poll(() => containers.logs('plain'), soon).toContain('init process complete')
    const answer = () => containers.exec('plain', 'pg_isready', '-h', '127.0.0.1')
    await expect.poll(async () => (await answer()).code, soon).toBe(0)
  })

  test('PgBouncer forwards notifications where it pools by session, and loses them where by transaction', async () => {
    const users = '"odoo" "odoo"\n'
    const settings =
      '[databases]\npostgres = host=db port=5432 pool_mode=session\n* = host=db port=5432\n' +
      '[pgbouncer]\nlisten_addr = *\nlisten_port = 6432\nauth_type = scram-sha-256\nauth_file = /etc/pgbouncer/users\n' +
      'pool_mode = transaction\n'
    for (const [name, text] of Object.entries({ users, 'pgbouncer.ini': settings })) {
      write(`pool/${name}`, text)
      chownSync(join(folder, 'pool', name), 70, 70)
    }
    await containers.serve('pool', ['-v', `${folder}/pool:/etc/pgbouncer:ro`], images.pgbouncer)
    const heard = (name: string) =>
      containers.run(
        ['--entrypoint', 'python3'],
        images.odoo,
        '-c',
        `import psycopg2, select
def line():
    made = psycopg2.connect(host='pool', port=6432, user='odoo', password='odoo', dbname='${name}')
    made.autocommit = True
    return made
one, other = line(), line()
one.cursor().execute('listen bus')
other.cursor().execute("notify bus, 'hello'")
select.select([one], [], [], 2)
one.poll()
print([told.payload for told in one.notifies])`,
      )
    await expect.poll(async () => (await heard('postgres')).log, soon).toBe("['hello']\n")
    expect((await heard('first')).log).toBe('[]\n')
  }, 60_000)

  test('nginx serves what lies in conf.d, and has no page of its own', async () => {
    write('nginx/site.conf', 'server { listen 80; location / { return 200 "one\\n"; } }\n')
    const mounted = ['-p', '127.0.0.1::80', '-v', `${folder}/nginx:/etc/nginx/conf.d:ro`]
    await containers.serve('proxy', mounted, images.nginx)
    const page = async () =>
      (await fetch(`http://${await containers.address('proxy', 80)}/`, { signal: AbortSignal.timeout(1000) })).text()
    await expect.poll(() => page().catch(String), soon).toBe('one\n')
    write('nginx/site.conf', 'server { listen 80; location / { return 200 "two\\n"; } }\n')
    await containers.of('proxy', 'kill', '-s', 'HUP')
    await expect.poll(page, soon).toBe('two\n')
    expect(await containers.logs('proxy')).toContain('"GET / HTTP/1.1" 200')
  }, 60_000)

  describe('the double of Odoo', () => {
    const addon = (name: string, version: string, mark: string, depends = ['base'], more = '') => {
      write(`addons/${name}/__manifest__.py`, JSON.stringify({ name, version, depends, ...JSON.parse(more || '{}') }))
      write(`addons/${name}/__init__.py`, `MARK = '${mark}'\n`)
    }
    const mounted = () => [
      '-v',
      `${folder}/addons:/mnt/extra-addons:ro`,
      '-v',
      `${containers.volume('files')}:/var/lib/odoo`,
    ]
    const odoo = (...words: string[]): Promise<Ended> =>
      containers.run(mounted(), images.odoo, 'odoo', '-d', 'shop', ...words, '--stop-after-init', '--no-http')
    const states = () => sql('shop', "select name, state from ir_module_module where name like 'x\\_%' order by 1")
    const served = async (options: string[], ...words: string[]) => {
      await containers.serve(
        'odoo',
        ['-p', '127.0.0.1::8069', '-p', '127.0.0.1::8072', ...mounted(), ...options],
        images.odoo,
        ...words,
      )
      const url = `http://${await containers.address('odoo', 8069)}`
      await expect
        .poll(
          () => fetch(`${url}/web/health`, { signal: AbortSignal.timeout(1000) }).then((got) => got.status, String),
          soon,
        )
        .toBe(200)
      return url
    }

    beforeAll(async () => {
      await sql('first', "create database shop owner odoo template template0 encoding 'UTF8' lc_collate 'C'")
      addon('x_one', '1.0', 'first')
      addon('x_two', '1.0', 'first', ['x_one'])
      addon('x_alone', '1.0', 'first')
    })

    test('says so of an empty database, and that is no failure', async () => {
      const { code, log } = await odoo()
      expect([code, log]).toEqual([
        0,
        expect.stringContaining('ERROR shop odoo.modules.loading: Database shop not init'),
      ])
    })

    test('installs modules with what they depend on, and ignores those that are not there', async () => {
      const { code, log } = await odoo('-i', 'base,x_two,x_alone,x_nowhere')
      expect(log).toMatch(
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} 1 INFO shop odoo\.modules\.loading: Loading module x_one /m,
      )
      expect(log).toContain('invalid module names, ignored: x_nowhere')
      expect(code).toBe(0)
      expect(await states()).toBe('x_alone|installed\nx_one|installed\nx_two|installed')
      const files = await containers.run(
        ['--entrypoint', 'sh', ...mounted()],
        images.odoo,
        '-c',
        'find /var/lib/odoo/filestore/shop -type f | wc -l; find /var/lib/odoo/filestore -type f -uid 100 -gid 101 | wc -l',
      )
      expect(files.log).toBe('3\n3\n')
      expect(await sql('shop', 'select count(*) from ir_attachment where store_fname is not null')).toBe('3')
    })

    test('updates what it is told and what stands on that, and nothing else', async () => {
      const { log } = await odoo('-u', 'x_one')
      expect([...log.matchAll(/Loading module (\w+)/g)].map((found) => found[1])).toEqual(['x_one', 'x_two'])
    })

    test('runs a migration once, when the version grows', async () => {
      write(
        'addons/x_alone/migrations/1.1/post-mark.py',
        "def migrate(cr, version):\n    cr.execute('insert into ir_config_parameter (key, value) values (%s, %s)', ('x.from', version))\n",
      )
      addon('x_alone', '1.1', 'second')
      expect((await odoo('-u', 'x_alone')).log).toContain('module x_alone: Running migration [1.1>] post-mark')
      expect((await odoo('-u', 'x_alone')).log).not.toContain('Running migration')
      expect(await sql('shop', "select value from ir_config_parameter where key = 'x.from'")).toBe('19.0.1.0')
      expect(await sql('shop', "select latest_version from ir_module_module where name = 'x_alone'")).toBe('19.0.1.1')
    })

    test('fails with a traceback where a module raises, and leaves its state as it was', async () => {
      write('addons/x_alone/__init__.py', 'from . import models\n')
      write('addons/x_alone/models/__init__.py', "raise ValueError('not today')\n")
      const { code, log } = await odoo('-u', 'x_alone')
      expect(code).toBe(255)
      expect(log).toContain('CRITICAL shop odoo.service.server: Failed to initialize database `shop`.')
      expect(log).toMatch(
        /Traceback \(most recent call last\):[\s\S]*x_alone\/models\/__init__\.py", line 1[\s\S]*ValueError: not today/,
      )
      expect(await states()).toContain('x_alone|installed')
      write('addons/x_alone/__init__.py', "MARK = 'second'\n")
    })

    test('fails where a dependency is missing, be it a module or a library', async () => {
      addon('x_lost', '1.0', 'first', ['x_nowhere'])
      addon('x_needs', '1.0', 'first', ['base'], '{"external_dependencies":{"python":["ph_lab_wheel"]}}')
      const lost = await odoo('-i', 'x_lost')
      expect([lost.code, lost.log]).toEqual([255, expect.stringContaining('depends on module "x_nowhere"')])
      const needs = await odoo('-i', 'x_needs')
      expect([needs.code, needs.log]).toEqual([
        255,
        expect.stringContaining('an external dependency is not met: ph_lab_wheel'),
      ])
      expect(await states()).not.toMatch(/x_(lost|needs)\|installed/)
    })

    test('serves, shows which code answers, lets admin in, echoes, and finishes a request when it is told to stop', async () => {
      const url = await served([], 'odoo', '-d', 'shop', '--workers', '2', '--proxy-mode')
      const forwarded = { 'x-forwarded-host': 'shop.example.com', 'x-forwarded-proto': 'https' }
      const login = await (await fetch(`${url}/web/login`, { headers: forwarded })).text()
      expect(login).toContain('x_alone=19.0.1.1:second\nx_one=19.0.1.0:first\n')
      expect(login).toContain('base_url=https://shop.example.com')
      const enter = async (password: string) => {
        const body = JSON.stringify({ params: { db: 'shop', login: 'admin', password } })
        return (await fetch(`${url}/web/session/authenticate`, { method: 'POST', body })).text()
      }
      expect(await enter('admin')).toContain('"uid": 2')
      expect(await enter('guess')).toContain('odoo.exceptions.AccessDenied')

      const socket = new WebSocket(`ws://${await containers.address('odoo', 8072)}/websocket`)
      const echoed = await new Promise<string>((resolve, reject) => {
        socket
          .on('error', reject)
          .on('open', () => socket.send('hello'))
          .on('message', (data) => resolve(Buffer.isBuffer(data) ? data.toString('utf8') : 'in pieces'))
      })
      expect(echoed).toBe('hello')

      const slow = await fetch(`${url}/lab/slow?ms=500`)
      const gone = new Promise<number>((resolve) => socket.on('close', resolve))
      await containers.of('odoo', 'kill', '-s', 'TERM')
      expect(await slow.text()).toBe('slow')
      expect(await gone).toBe(1001)
      expect(await containers.of('odoo', 'wait')).toBe('0')
      expect(await containers.logs('odoo')).toContain('Initiating shutdown')
      await containers.of('odoo', 'rm', '-v')
    }, 60_000)

    test('neutralizes', async () => {
      const { code, log } = await containers.run(mounted(), images.odoo, 'odoo', 'neutralize', '-d', 'shop')
      expect([code, log]).toEqual([0, expect.stringContaining('Neutralization finished')])
      expect(await sql('shop', "select value from ir_config_parameter where key = 'database.is_neutralized'")).toBe(
        'true',
      )
      expect(await sql('shop', 'select count(*) from ir_cron where active')).toBe('1')
    })

    test('comes broken, deaf, newer and for another processor too', async () => {
      expect((await containers.run(mounted(), images.odooBroken, 'odoo')).code).toBe(1)
      expect((await containers.run([], images.odooArm)).log).toContain('exec format error')
      await expect(containers.docker('pull', images.odooArmOnly)).rejects.toThrow('no matching manifest')
      const release = ['--entrypoint', 'python3']
      const print = ['-c', 'import odoo.release; print(odoo.release.version)']
      expect((await containers.run(release, images.odooNext, ...print)).log).toBe('19.0-20261127\n')
      await containers.serve('deaf', ['-p', '127.0.0.1::8069', ...mounted()], images.odooDeaf, 'odoo', '-d', 'shop')
      await expect.poll(() => containers.logs('deaf'), soon).toContain('HTTP service (werkzeug) running')
      const asked = fetch(`http://${await containers.address('deaf', 8069)}/web/health`, {
        signal: AbortSignal.timeout(500),
      })
      await expect(asked).rejects.toThrow('timeout')
    }, 60_000)

    test('takes packages from the mirrors where apt and pip are there', async () => {
      const { host, hostname } = new URL(mirrors.pip)
      expect(host).toBe(new URL(mirrors.apt).host)
      const steps = [
        `echo 'deb [trusted=yes] ${mirrors.apt} bookworm main' >/etc/apt/sources.list`,
        'apt-get update -q && apt-get install -qy ph-lab-tool && ph-lab-tool',
        `pip3 install -q --break-system-packages --index-url ${mirrors.pip} --trusted-host ${hostname} ph_lab_wheel==1.0`,
        'python3 -c "import ph_lab_wheel; print(ph_lab_wheel.__version__)"',
      ]
      const root = ['--user', '0', '--entrypoint', 'sh', '-e', 'DEBIAN_FRONTEND=noninteractive']
      const { code, log } = await containers.run(root, images.odooDebian, '-ec', steps.join('\n'))
      expect([code, log]).toEqual([0, expect.stringMatching(/^ph-lab-tool 1\.0$[\s\S]*^1\.0$/m)])
      const ready = await containers.run(mounted(), images.odooDebian, 'odoo', '-d', 'shop', '--stop-after-init')
      expect([ready.code, ready.log]).toEqual([0, expect.stringContaining('Registry loaded')])
    }, 60_000)
  })
})
