import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../surface/api.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { type Passed, Passing } from './passing.ts'
import { Processes } from './processes.ts'
import { filesBelow, found, lying, type Secrets, sealed } from './traces.ts'

const random = () => `hush-${randomBytes(12).toString('hex')}`

describeInLab('secrets during deploys of every kind', (lab) => {
  const given = new Map([
    ['the token for repositories', random()],
    ['a variable', random()],
    ['a variable of several lines', `-----BEGIN KEY-----\n${random()}${random()}\n-----END KEY-----\n`],
    ['the password of the registry', lab.registry.private.password],
    ['the key of the name server', lab.dns.secret],
  ])
  const planted = random()
  const told: string[] = []
  let floor: Floor
  let secrets: Secrets
  let there: Processes
  let here: Processes
  let passing: Passing
  let containers: Passed[]
  let onServer: string[]
  let onBot: string[]

  beforeAll(async () => {
    const { host, username, password } = lab.registry.private
    floor = await Floor.open(lab)
    floor.git.login = `deploy:${given.get('the token for repositories')}`
    floor.addons
      .module('acme_base', { mark: 'one' })
      .write('requirements.txt', 'ph_lab_wheel\n')
      .write('apt.txt', 'ph-lab-tool\n')
      .push('Start')
    here = await Processes.below(floor.bot.process.pid ?? 0)
    there = await Processes.on(floor.server)
    passing = await Passing.on(floor.server)
    await floor.asks(`registry add private --host ${host} --username ${username}`, password)
    await floor.furnish({ odoo: `${host}/odoo-debian:19.0` })
    await floor.says(`platform configure --apt-mirror ${lab.mirrors.apt} --pip-index ${lab.mirrors.pip}`)
    const repositories = new URL(floor.addons.url)
    await floor.asks(`git connect ${repositories.origin} --username deploy`, given.get('the token for repositories'))
    await floor.project()
    await setVariable('API_TOKEN', given.get('a variable'))
    await setVariable('SIGNING_KEY', given.get('a variable of several lines'))
    await floor.done('deploy acme/staging')
    floor.addons.module('acme_base', { mark: 'two' }).push('Change it')
    await floor.done('deploy acme/staging')
    await floor.done('rollback acme/staging')
    await plantProcess()
    onServer = await there.stop()
    containers = await passing.stop()
    onBot = await here.stop()
    await listen()
    await floor.bot.stop()
    secrets = new Map([...given, ...(await sealed(floor.bot.folder)), ...(await lyingThere())])
    // Three deploys, and an image is built.
  }, 400_000)

  afterAll(() => floor?.close())

  async function setVariable(name: string, value = ''): Promise<void> {
    const wanted = { instance: 'acme/staging', name, secret_value: value }
    const { status, text } = await floor.api.run('variable.set', wanted)
    if (status >= 300) throw new Error(text)
  }

  async function shell(line: string): Promise<string> {
    return wellDone(await floor.server.exec('sh', '-c', line)).output.trim()
  }

  /** What the server made itself, for us or for whoever visits. */
  async function lyingThere(): Promise<[string, string][]> {
    const superuser = await shell('cat /opt/paasportal/*/postgres/password')
    const key = await shell('cat $(find /opt/paasportal -name key.pem)')
    return [
      ['the password of the superuser', superuser],
      ['the key of the certificate', key],
      ['a token of the API', floor.api.token ?? ''],
    ]
  }

  /** All that people and programs are told about it, over the API. */
  async function listen(): Promise<void> {
    const jobs: Json[] = (await floor.says('job list')).body.data.jobs
    expect(jobs.length).toBeGreaterThan(2)
    for (const { number } of jobs) {
      told.push((await floor.says(`job logs ${number} --tail 1000`)).text)
      told.push((await floor.says(`job show ${number} --stages`)).text)
      told.push((await floor.api.ask(`deployment export ${number}`)).text)
    }
    for (const line of [
      'audit list',
      'instance show acme/staging',
      'variable list acme/staging',
      'deployment latest acme/staging',
      'registry list',
      'provider list',
      'git list',
      'server show box1',
      'platform configure',
      'plan acme/staging',
    ])
      told.push((await floor.api.ask(line)).text)
    told.push(await events(String(jobs[0].id)))
  }

  /** From the first one on to the end of the last deploy. */
  async function events(last: string): Promise<string> {
    const headers = { authorization: `Bearer ${floor.api.token}`, 'last-event-id': '0' }
    const response = await fetch(`${floor.bot.url}/api/v1/events/stream`, { headers })
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString()
      const messages = text.split('\n\n').slice(0, -1)
      if (messages.some((one) => one.includes(last) && one.includes('completed successfully'))) return text
    }
    throw new Error(`the stream ended:\n${text}`)
  }

  /** So that a search which sees nothing is seen. */
  async function plantProcess(): Promise<void> {
    while (!there.lines.some((line) => line.includes(planted))) await shell(`sh -c 'sleep 0.2; : ${planted}'`)
  }

  test('the list of processes was looked at closely enough to see what is short', () => {
    expect(onServer.filter((line) => line.includes(planted)).length).toBeGreaterThan(0)
    for (const seen of [/git.* fetch/, /docker-entrypoint|postgres/, /odoo .*--stop-after-init/])
      expect(
        onServer.some((line) => seen.test(line)),
        String(seen),
      ).toBe(true)
    expect(onBot.some((line) => /^git |\/git /.test(line))).toBe(true)
  })

  test('no secret in the list of processes, of the server or below the bot', () => {
    expect(secrets.size).toBe(12)
    expect(onServer.flatMap((line) => found(secrets, line, line))).toEqual([])
    expect(onBot.flatMap((line) => found(secrets, line, line))).toEqual([])
  })

  test('none in what is said of any container that was there, but for the variables of Odoo in its environment', async () => {
    const ids = (await shell('docker ps --all --quiet')).split('\n').join(' ')
    const left: Json[] = JSON.parse(await shell(`docker inspect ${ids}`))
    expect(left.length).toBeGreaterThan(3)
    const gone = containers.filter(({ is }) => !left.some(({ Id }) => Id === is.Id))
    expect(gone.map(({ name }) => name).join()).toMatch(/_once_.*_once_/)
    const all = [...containers.map(({ is }) => is), ...left]
    const seen = all.flatMap(({ Name, Config: { Env, ...config }, ...more }) => [
      ...found(secrets, Name, JSON.stringify({ ...more, config })),
      ...found(secrets, `the environment of ${Name}`, JSON.stringify(Env)),
    ])
    const odoo = all.map(({ Name }) => String(Name)).filter((name) => /_odoo_|_once_|_spare$/.test(name))
    const meant = odoo.flatMap((name) =>
      ['a variable', 'a variable of several lines'].map((one) => `${one} in the environment of ${name}`),
    )
    expect(seen.sort()).toEqual(meant.sort())
  })

  test('none in what any of them said', () => {
    expect(found(secrets, 'what containers said', containers.map(({ says }) => says).join('\n'))).toEqual([])
    for (const said of [/HTTP service .* running/, /database system is ready/, /Modules loaded/])
      expect(
        containers.some(({ says }) => said.test(says)),
        String(said),
      ).toBe(true)
  })

  test('none in images, their history, networks and volumes', async () => {
    const images = (await shell('docker images --all --quiet --no-trunc | sort -u')).split('\n')
    const built = await shell("docker images --format '{{.Repository}}:{{.Tag}}'")
    expect(built).toMatch(/deps|built|paasportal/)
    const texts = await Promise.all([
      ...images.map((id) => shell(`docker history --no-trunc ${id}; docker inspect ${id}`)),
      shell('docker network inspect $(docker network ls --quiet)'),
      shell('docker volume inspect $(docker volume ls --quiet)'),
    ])
    expect(texts.join('')).toMatch(/xargs -a \/tmp\/pilothouse-apt.txt/)
    expect(texts.flatMap((text) => found(secrets, text.slice(0, 80), text))).toEqual([])
  })

  test('on disk only where it is meant to lie, and nobody else can read it there', async () => {
    const mine =
      '/root/.docker /root/.config /root/.bash_history /root/.ash_history /root/.git-credentials /root/.netrc'
    const places = ['/opt', '/tmp', '/run', '/etc', '/home', '/var/log', ...mine.split(' ')]
    await shell(`mkdir -p /opt/paasportal/planted && echo ${planted} > /opt/paasportal/planted/open`)
    const files = await lying(floor.server, new Map([...secrets, ['planted', planted]]), places)
    expect(files.filter(({ open }) => open)).toEqual([
      { path: '/opt/paasportal/planted/open', open: true, secrets: ['planted'] },
    ])
    const kinds = files
      // The engine's own words on containers that run: they have been looked at above.
      .filter(({ open, path }) => !open && !/^\/run\/.*\/config\.json$/.test(path))
      .map(({ path, secrets: which }) => [kindOf(path), ...which].join(': '))
    expect([...new Set(kinds)].sort()).toEqual([
      'certificates/key.pem: the key of the certificate',
      'compose.override.yaml: a variable: a variable of several lines',
      'odoo.conf: the password of the database',
      'odoo.env: a variable',
      'odoo.lines.sh: a variable of several lines',
      'pgbouncer/userlist.txt: the password of the database',
      'postgres/password: the password of the superuser',
    ])
  })

  test('none in remotes of mirrors, on the server and beside the bot', async () => {
    const there = await shell('cat $(find /opt/paasportal -path "*.git/config")')
    expect(there).toContain(new URL(floor.addons.url).host)
    expect(found(secrets, 'the mirrors', there)).toEqual([])
    const configs = [...filesBelow(floor.bot.folder)].filter(([path]) => path.endsWith('/config'))
    expect(configs.length).toBeGreaterThan(0)
  })

  test('none in what the bot keeps, says in its log or tells over the API', () => {
    const files = [...filesBelow(floor.bot.folder)]
    const store = files.find(([path]) => path.endsWith('pilothouse.sqlite'))
    expect(store?.[1].includes('acme_base')).toBe(true)
    expect(files.flatMap(([path, content]) => found(secrets, path, content))).toEqual([])
    expect(found(secrets, 'the log', floor.bot.output)).toEqual([])
    expect(told.join('')).toContain('Deployment completed successfully')
    expect(told.flatMap((text) => found(secrets, text.slice(0, 80), text))).toEqual([])
  })
})

function kindOf(path: string): string {
  const name = path.split('/').at(-1) ?? ''
  return path.includes('/certificates/')
    ? `certificates/${name}`
    : /\/(?:postgres|pgbouncer)\/[^/]+$/.test(path)
      ? path.split('/').slice(-2).join('/')
      : name
}
