import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Json } from '../../surface/api.ts'
import { describeInLab } from '../endpoints.ts'
import { OwnServer, wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'

const key = `-----BEGIN KEY-----\nit's "$HOME" \`id\`\n\n-----END KEY-----\n`

describeInLab('an instance by its README alone, with Pilothouse stopped', (lab) => {
  let floor: Floor
  const other = new OwnServer()
  let id: string
  let sections: Map<string, string[]>

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    await setVariable('SIGNING_KEY', { secret_value: key })
    await setVariable('API_TOKEN', { secret_value: 'token # with $HOME and "quotes"' })
    await setVariable('GREETING', { value: 'hello\nworld' })
    await floor.done('deploy acme/staging')
    // What is kept is what the last deploy wrote.
    floor.addons.module('acme_base', { mark: 'two' }).push('Change')
    await floor.done('deploy acme/staging')
    await floor.bot.stop()
    const found = await shell(`ls -d /opt/paasportal/*/README.md`)
    id = found.split('/').at(-2) ?? '?'
    sections = codeIn(await shell(`cat /opt/paasportal/${id}/README.md`))
    await shell(`mkdir -p /root/kept`)
  })

  afterAll(async () => {
    await Promise.all([other.stop(), floor?.close()])
  })

  async function setVariable(name: string, value: Record<string, string>): Promise<void> {
    const { status, text } = await floor.api.run('variable.set', { instance: 'acme/staging', name, ...value })
    if (status >= 300) throw new Error(text)
  }

  async function shell(line: string, on = floor.server): Promise<string> {
    return wellDone(await on.exec('sh', '-c', line)).output.trim()
  }

  /** Each line of a section, one by one, as somebody who knows nothing else would type them. */
  async function follow(title: string, on = floor.server): Promise<void> {
    const lines = sections.get(title) ?? []
    expect(lines.length, title).toBeGreaterThan(0)
    for (const line of lines) {
      const { code, output, errors } = await on.exec('sh', '-c', `cd /root/kept && ${line}`)
      if (code !== 0) throw new Error(`${title}: ${line}: ${code} ${errors}${output}`)
    }
  }

  /** Waits until Odoo answers: somebody at a desk would look again too. */
  async function serving(): Promise<string> {
    return vi.waitFor(
      async () => {
        const { status, text } = await floor.visit('/web/login')
        if (status !== 200) throw new Error(`${status} ${text}`)
        return text
      },
      { timeout: floor.patienceMs, interval: 100 },
    )
  }

  const sql = (statement: string, on = floor.server) =>
    shell(`docker exec --user postgres ${id}_db psql -XAtq -v ON_ERROR_STOP=1 -d ${id} -c "${statement}"`, on)
  const files = (on = floor.server) =>
    shell(
      `cd /opt/paasportal/${id}/data/filestore && find . -type f -exec sha256sum {} + -exec stat -c '%u:%g %n' {} + | sort`,
      on,
    )
  const containers = (on = floor.server) => shell(`docker ps --format '{{.Names}}' | grep ^${id} | sort`, on)
  /** All that makes them what they are. */
  async function made(on = floor.server): Promise<unknown[]> {
    const names = (await containers(on)).split('\n')
    const found: Json[] = JSON.parse(await shell(`docker inspect ${names.join(' ')}`, on))
    const places = found.flatMap(({ Mounts }: Json) => Mounts.flatMap((one: Json) => one.Source ?? []))
    // The folder of a release that was waited for is found by two names.
    const real = (await shell(`readlink -f ${places.map((one) => `'${one}'`).join(' ')}`, on)).split('\n')
    const place = new Map(places.map((one, at) => [one, real[at]]))
    return found.map(({ Config, HostConfig, Mounts, NetworkSettings }: Json) => {
      const { Cmd, Entrypoint, User } = Config
      // Release and job are of who made it: by hand that is the last deploy.
      const made = ['pilothouse.instance', 'pilothouse.print'].map((name) => Config.Labels[name])
      const { NanoCpus, Memory, MemorySwap, ShmSize, RestartPolicy, LogConfig } = HostConfig
      // What has no name of its own is the image's, and empty.
      const named = Mounts.filter((one: Json) => !/^[0-9a-f]{64}$/.test(one.Name ?? ''))
      const mounts = named
        .map((one: Json) => [one.Type, one.Name ?? place.get(one.Source), one.Destination, one.RW].join(' '))
        .sort()
      const networks = Object.keys(NetworkSettings.Networks).sort()
      const settings = {
        Cmd,
        Entrypoint,
        User,
        made,
        NanoCpus,
        Memory,
        MemorySwap,
        ShmSize,
        RestartPolicy,
        LogConfig,
      }
      return { ...settings, env: Config.Env.sort(), mounts, networks }
    })
  }
  const variable = async (name: string, on = floor.server) => {
    const odoo = (await containers(on)).split('\n').find((one) => one.startsWith(`${id}_odoo_`))
    return wellDone(await on.exec('docker', 'exec', odoo ?? '?', 'sh', '-c', `printf '%s.' "$${name}"`)).output.slice(
      0,
      -1,
    )
  }

  test('it is stopped and started', async () => {
    // The release from before was told to end, and takes its time.
    const needed = async () => (await containers()).split('\n').filter((name) => !name.endsWith('_spare'))
    await expect.poll(needed).toHaveLength(3)
    const before = await needed()
    await follow('Stop')
    expect(await shell(`docker ps --format '{{.Names}}' | grep ^${id} || true`)).toBe('')
    await follow('Start')
    expect(await serving()).toContain('acme_base=19.0.1.0.0:two')
    expect((await containers()).split('\n')).toEqual(before)
  })

  test('what came after a backup is gone after the restore, in the database and among its files', async () => {
    await sql("INSERT INTO ir_config_parameter (key, value) VALUES ('kept', 'yes')")
    const filesBefore = await files()
    expect(filesBefore).toContain('100:101')
    const rowsBefore = await sql('SELECT count(*) FROM ir_attachment')
    expect(Number(rowsBefore)).toBeGreaterThan(0)
    await follow('Back up')
    await sql("UPDATE ir_config_parameter SET value = 'no' WHERE key = 'kept'")
    await sql("INSERT INTO ir_attachment (name, type, store_fname) VALUES ('later', 'binary', 'zz/later')")
    await shell(
      `cd /opt/paasportal/${id}/data/filestore/${id} && mkdir zz && echo later > zz/later && rm "$(find . -type f ! -path './zz/*' | head -n 1)"`,
    )
    expect(await files()).not.toBe(filesBefore)
    await follow('Restore')
    expect(await serving()).toContain('acme_base=19.0.1.0.0:two')
    expect(await sql("SELECT value FROM ir_config_parameter WHERE key = 'kept'")).toBe('yes')
    expect(await sql('SELECT count(*) FROM ir_attachment')).toBe(rowsBefore)
    expect(await files()).toBe(filesBefore)
    const owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
    expect(await sql(owners)).toBe('odoo')
    expect(
      await sql('SELECT datcollate, pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()'),
    ).toBe('C|odoo')
    const extensions = await sql('SELECT extname FROM pg_extension')
    for (const name of ['pg_trgm', 'unaccent']) expect(extensions).toContain(name)
  })

  test('after everything of its containers was removed they are made anew, and are what they were', async () => {
    const before = await made()
    expect(JSON.stringify(before)).toContain('unless-stopped')
    await shell(`docker rm --force --volumes $(docker ps --all --format '{{.Names}}' | grep ^${id})`)
    await shell(`docker network rm paasportal_net_${id}`)
    await follow('Make the containers anew')
    expect(await serving()).toContain('acme_base=19.0.1.0.0:two')
    expect(await made()).toEqual(before)
    expect(await sql("SELECT value FROM ir_config_parameter WHERE key = 'kept'")).toBe('yes')
  })

  test('secrets of several lines and of one come along; others on the server cannot read them', async () => {
    expect(await variable('SIGNING_KEY')).toBe(key)
    expect(await variable('API_TOKEN')).toBe('token # with $HOME and "quotes"')
    expect(await variable('GREETING')).toBe('hello\nworld')
    const readable = await shell(
      `cd /opt/paasportal/${id} && find . -maxdepth 1 -type f -perm /077 -exec grep -l -e 'BEGIN KEY' -e 'token #' {} + || true`,
    )
    expect(readable).toBe('')
  })

  test('compose.yaml makes the same, for whoever has Docker Compose', async () => {
    const folder = `/opt/paasportal/${id}`
    const before = await made()
    await shell(`docker rm --force --volumes $(docker ps --all --format '{{.Names}}' | grep ^${id})`)
    // Debian's is older than that a file may name its project.
    await shell(`sed '/^name: /d' ${folder}/compose.yaml > /root/kept/compose.yaml`)
    await shell(
      `docker-compose --project-name by-hand --project-directory ${folder} -f /root/kept/compose.yaml -f ${folder}/compose.override.yaml up --detach`,
    )
    await shell('rm /root/kept/compose.yaml')
    expect(await serving()).toContain('acme_base=19.0.1.0.0:two')
    expect(await made()).toEqual(before)
    expect(await variable('SIGNING_KEY')).toBe(key)
    const [compose, override] = await Promise.all(
      ['compose.yaml', 'compose.override.yaml'].map((name) => shell(`cat ${folder}/${name}`)),
    )
    const said = (what: string) =>
      [...(compose ?? '').matchAll(new RegExp(`^    ${what}: (.*)$`, 'gm'))].map(([, one]) => one)
    expect(said('container_name').sort()).toEqual((await containers()).split('\n'))
    const [db, pgbouncer] = said('volumes').map((list): string[] => JSON.parse(list ?? ''))
    expect(db).toEqual(expect.arrayContaining([`${folder}/postgres:/run/superuser:ro`, `${folder}/dumps:/dumps`]))
    expect(pgbouncer).toEqual([`${folder}/pgbouncer:/etc/pgbouncer:ro`])
    const values = JSON.parse(override ?? '').services.odoo.environment
    expect(values.SIGNING_KEY.replaceAll('$$', '$')).toBe(key)
    expect(compose).not.toContain('BEGIN KEY')
  })

  test('on another server, which has Docker and nothing else of it, all of it runs again', async () => {
    await follow('Back up')
    await shell(`cp /opt/paasportal/${id}/README.md /root/kept/`)
    const before = { made: await made(), files: await files(), rows: await sql('SELECT count(*) FROM ir_attachment') }
    await follow('Stop')
    await other.start()
    await floor.server.carry('/root/kept', other)
    sections = codeIn(await shell(`cat /root/kept/README.md`, other))
    expect(await shell('ls /opt; docker ps --all --quiet; docker volume ls --quiet', other)).toBe('')
    await follow('Restore on another server', other)
    expect(await made(other)).toEqual(before.made)
    await follow('Let visitors in', other)
    await expect
      .poll(() => visited(`http://${other.address}/web/login`), { timeout: floor.patienceMs })
      .toContain('acme_base=19.0.1.0.0:two')
    expect(await files(other)).toBe(before.files)
    expect(await sql('SELECT count(*) FROM ir_attachment', other)).toBe(before.rows)
    expect(await sql("SELECT value FROM ir_config_parameter WHERE key = 'kept'", other)).toBe('yes')
    expect(await variable('SIGNING_KEY', other)).toBe(key)
    // Odoo writes there: sessions, and what people attach.
    const odoo = (await containers(other)).split('\n').find((one) => one.startsWith(`${id}_odoo_`))
    await shell(
      `docker exec ${odoo} sh -c 'touch /var/lib/odoo/sessions-of-mine && rm /var/lib/odoo/sessions-of-mine'`,
      other,
    )
    await follow('Stop', other)
    await follow('Start', other)
    await expect
      .poll(() => visited(`http://${other.address}/web/login`), { timeout: floor.patienceMs })
      .toContain(':two')
    // Home again.
    await follow('Start')
    expect(await serving()).toContain('acme_base=19.0.1.0.0:two')
  })

  test('Pilothouse comes back and goes on from there', async () => {
    await floor.reopen()
    floor.addons.module('acme_base', { mark: 'three' }).push('Change again')
    await floor.done('deploy acme/staging')
    expect(await serving()).toContain('acme_base=19.0.1.0.0:three')
  })
})

/** What somebody is shown, or why nothing. */
function visited(url: string): Promise<string> {
  return fetch(url).then(
    (answer) => answer.text(),
    (error: unknown) => String(error),
  )
}

/** The lines of the code blocks, by the title above them. */
function codeIn(text: string): Map<string, string[]> {
  const sections = text.split(/^## /m).slice(1)
  return new Map(
    sections.map((section) => {
      const title = section.slice(0, section.indexOf('\n'))
      const blocks = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
      return [title, blocks.join('').trim().split('\n')]
    }),
  )
}
