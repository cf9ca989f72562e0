import { existsSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answered, Json } from '../../surface/api.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { mark, nastySaid, placesOf, type Said, thoughtOf } from './nasty.ts'

interface Asked extends Said {
  answer: Answered
}

const wanted = 500
const atOnce = 6

describeInLab('names and values from people', (lab) => {
  let floor: Floor
  let id: string
  let before: string
  const asked: Asked[] = []

  beforeAll(async () => {
    rmSync(mark, { force: true })
    floor = await Floor.ready(lab)
    await floor.says(`project create other --repo ${floor.addons.url}`)
    await floor.says('environment create other/development --server box1')
    await floor.says(`instance create other/development --version 19.0 --domain other-${floor.domain}`)
    await floor.says('instance size other/development --cpu 1 --memory 1G')
    await floor.done('deploy acme/staging')
    await floor.done('deploy other/development')
    id = (await floor.says('instance show acme/staging')).body.data.id
    await shell('echo canary > /opt/canary; docker network create canary; docker volume create canary')
    for (const one of await databases())
      await shell(
        `docker exec --user postgres ${one}_db psql -qd ${one} -c "CREATE TABLE canary AS SELECT 'sings' AS it"`,
      )
    // What a deploy leaves to be done after it is done.
    await shell('while docker ps --all --format "{{.Names}}" | grep -q _stock; do sleep 0.2; done')
    before = await standing()
    const said = thoughtOf(floor.addons.url)
    said.push(...nastySaid(placesOf(floor.server.address, floor.addons.url), wanted - said.length))
    if (said.length !== wanted) throw new Error(`${said.length} names and values, not ${wanted}`)
    await Promise.all(Array.from({ length: atOnce }, () => throwThem(said)))
  }, 400_000)

  afterAll(() => floor?.close())

  async function throwThem(said: Said[]): Promise<void> {
    for (let one = said.shift(); one; one = said.shift())
      asked.push({ ...one, answer: await floor.api.run(one.operation, one.given) })
  }

  async function shell(line: string): Promise<string> {
    return wellDone(await floor.server.exec('sh', '-c', line)).output.trim()
  }

  async function databases(): Promise<string[]> {
    const names = await shell("docker ps --format '{{.Names}}' | sed -n 's/_db$//p' | sort")
    return names.split('\n')
  }

  /** All that a word may not touch. */
  async function standing(): Promise<string> {
    const tables = (await databases()).map((one) =>
      shell(
        `docker exec --user postgres ${one}_db psql -XAtqd ${one} -c "TABLE canary" -c "SELECT count(*) FROM pg_tables" -c "SELECT datname FROM pg_database" -c "SELECT rolname, rolsuper FROM pg_roles"`,
      ),
    )
    const parts = await Promise.all([
      shell(
        `cat /opt/canary; ls -a /opt /opt/paasportal; ls ${mark} /struck 2>&1 || true; sha256sum /etc/passwd /etc/nginx/* 2>/dev/null || true`,
      ),
      shell(
        "docker ps --all --format '{{.Names}} {{.State}}' | sort; docker network ls --format '{{.Name}}' | sort; docker volume ls --format '{{.Name}}' | sort",
      ),
      shell("find /opt/paasportal -name '*.conf' -not -path '*/templates/*' -exec sha256sum {} + | sort"),
      ...tables,
    ])
    return parts.join('\n')
  }

  const told = ({ operation, given, answer }: Asked) =>
    `${operation} ${JSON.stringify(given)}: ${answer.status} ${answer.text}`

  test('each is taken, or refused with a code, a sentence and what to do', () => {
    expect(asked).toHaveLength(wanted)
    const unclear = asked.filter(({ answer: { status, body } }) => {
      if (status < 300) return false
      const { code, message, remedy } = body?.error ?? {}
      return status >= 500 || !code || code === 'unknown' || !message || !remedy
    })
    expect(unclear.map(told)).toEqual([])
    // Neither a wall nor an open door.
    const taken = asked.filter(({ answer }) => answer.status < 300).length
    expect(taken).toBeGreaterThan(25)
    expect(taken).toBeLessThan(wanted - 100)
  })

  test('nothing else was touched: on the server, beside the bot, in the store', async () => {
    expect(await standing()).toBe(before)
    expect(existsSync(mark)).toBe(false)
    expect((await floor.says('audit verify')).body.data.whole).toBe(true)
    const { body } = await floor.says('instance show acme/staging')
    expect(body.data.id).toBe(id)
    for (const [domain, is] of [
      [floor.domain, 'acme_base=19.0.1.0.0:one'],
      [`other-${floor.domain}`, 'database='],
    ] as const)
      expect((await floor.visit('/web/login', { domain })).text).toContain(is)
  })

  test('what is kept is what was said', async () => {
    const kept: Json[] = (await floor.says('variable list acme/staging')).body.data.variables
    const last = asked.filter(({ operation, answer }) => operation === 'variable.set' && answer.status < 300)
    expect(last.length).toBeGreaterThan(5)
    for (const { given, answer } of last) {
      const { name, value, secret } = answer.body.data
      expect(kept.map((one) => one.name)).toContain(name)
      if (!secret) expect(value).toBe(given['value'])
    }
  })

  test('what was taken is deployed, and does what it says and no more', async () => {
    const taken = asked.filter(({ answer }) => answer.status < 300)
    // What was said of the place itself is taken back, or it would be about another one.
    const { images, acme } = lab
    await floor.says(
      `platform configure --postgres-image ${images.postgres} --pgbouncer-image ${images.pgbouncer} --nginx-image ${images.nginx} --acme-directory ${acme.directory} --apt-mirror none --pip-index none --base-folder /opt/paasportal --resource-prefix paasportal`,
    )
    await floor.says(`version set 19.0 --image ${images.odoo}`)
    await floor.says('server configure box1 --user root --docker-socket /var/run/docker.sock')
    await floor.says(`instance configure acme/staging --domain ${floor.domain} --image ${images.odoo} --branch main`)
    const values = new Map<string, string>()
    for (const { operation, given } of taken) {
      const value = given['value'] ?? given['secret_value']
      if (operation !== 'variable.set' || typeof value !== 'string' || given['name'] !== 'NASTY') continue
      const name = `N_${values.size}`
      const set = await floor.api.run('variable.set', { instance: 'acme/staging', ...given, name })
      expect(set.status, set.text).toBeLessThan(300)
      values.set(name, value)
    }
    expect(values.size).toBeGreaterThan(8)
    const confs = taken.flatMap(({ operation, given }) =>
      operation === 'instance.configure' && typeof given['odoo_conf'] === 'string' ? [given['odoo_conf']] : [],
    )
    expect(confs.length).toBeGreaterThan(3)
    // All of them, one below the other; where that is refused as a whole, the longest.
    const conf = confs
      .toSorted((one, other) => other.length - one.length)
      .slice(0, 1)
      .join('\n')
    const configured = await floor.api.run('instance.configure', { instance: 'acme/staging', odoo_conf: conf })
    expect(configured.status, configured.text).toBeLessThan(300)
    const branch = 'refs/heads/a+b.c_-d/--x'
    floor.addons.module('acme_base', { mark: 'two' }).push('On a branch', branch)
    const { body, text } = await floor.api.run('instance.deploy', { instance: 'acme/staging', branch })
    expect(body.job, text).toBeDefined()
    const job = await floor.ended(Number(body.job.number))
    expect(job.state, job.lines.join('\n')).toBe('success')
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:two')
    const containers: Json[] = JSON.parse(await shell(`docker inspect $(docker ps --quiet --filter name=${id}_odoo_)`))
    const env: string[] = containers[0].Config.Env
    for (const [name, value] of values) expect(env).toContain(`${name}=${value}`)
    const options = JSON.parse(
      await shell(
        `python3 -c '${parsing}' /opt/paasportal/${id}/releases/${containers[0].Name.split('_').at(-1)}/odoo.conf`,
      ),
    )
    expect(options).toMatchObject({
      db_name: id,
      dbfilter: `^${id}$`,
      list_db: 'False',
      data_dir: '/var/lib/odoo',
      db_user: 'odoo',
    })
    expect(options.admin_passwd).toMatch(/^\$pbkdf2/)
    expect(existsSync(mark)).toBe(false)
    expect(await shell(`ls ${mark} 2>&1 || true; cat /opt/canary`)).toMatch(/No such file[\s\S]*canary$/)
    expect((await floor.visit('/web/login', { domain: `other-${floor.domain}` })).status).toBe(200)
  })
})

const parsing =
  'import configparser, json, sys; conf = configparser.RawConfigParser(); conf.read(sys.argv[1]); print(json.dumps(dict(conf.items("options"))))'
