import { afterAll, beforeAll, expect, test } from 'vitest'
import { staticArguments } from '../../adapters/proxy/traefik/dynamic.rule.ts'
import { Secret } from '../../core/secret.ts'
import type { Json } from '../surface/api.ts'
import { describeInLab } from './endpoints.ts'
import { wellDone } from './own-server.ts'
import { ProxyStand } from './proxy-stand.ts'

// No Traefik can be had here: an image that begins like its own, and does nothing, shows how its container is made.
describeInLab('the containers of Traefik, with another image in its place', (lab) => {
  const image = `${lab.registry.open}/traefik-in-place:test`
  const stand = new ProxyStand(lab, null, { kind: 'traefik', image, pagesImage: lab.images.nginx })
  const acme = { directory: lab.acme.directory, email: 'ops@acme.test', accountKey: new Secret('key') }
  const folder = '/opt/paasportal/proxy/traefik'

  beforeAll(async () => {
    await stand.start()
    await inside(
      `printf 'FROM ${lab.images.nginx}\\nENTRYPOINT ["sh", "-c", "sleep 100000 & trap exit TERM; wait", "traefik"]\\n' | docker build -q -t ${image} -`,
    )
    await inside(`docker push -q ${image}`)
    // As several first deploys do it.
    const sites = ['one', 'two', 'three'].map((name) => stand.route(name, `${name}.lab.test`))
    await Promise.all(sites.map((route) => stand.proxy.prepare(route)))
  })
  afterAll(() => stand.stop())

  const inside = async (line: string) => wellDone(await stand.server.exec('sh', '-c', line)).output.trim()
  const inspected = async (name: string): Promise<Json> => JSON.parse(await inside(`docker inspect ${name}`))[0]

  test('it has the doors of the server, its files and its words, and comes back by itself', async () => {
    const { Config, HostConfig, Mounts, NetworkSettings, State } = await inspected('paasportal_traefik')
    expect(State.Running).toBe(true)
    expect(Config.Cmd).toEqual(staticArguments(null))
    expect(Config.Labels).toMatchObject({ 'pilothouse.part': 'proxy' })
    expect(HostConfig.RestartPolicy.Name).toBe('unless-stopped')
    expect(HostConfig.LogConfig).toMatchObject({ Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } })
    const doors = HostConfig.PortBindings
    expect(Object.keys(doors).sort()).toEqual(['443/tcp', '80/tcp'])
    expect([doors['80/tcp'][0].HostPort, doors['443/tcp'][0].HostPort]).toEqual(['80', '443'])
    expect(Object.keys(NetworkSettings.Networks)).toEqual(['traefik-public'])
    const mounts = Mounts.filter(({ Type }: Json) => Type === 'bind').map((one: Json) => [
      one.Source,
      one.Destination,
      one.RW,
    ])
    expect(mounts.sort()).toEqual([
      [`${folder}/dynamic`, '/etc/traefik/dynamic', false],
      [`${folder}/letsencrypt`, '/letsencrypt', true],
    ])
    // It refuses to keep keys where others can read them.
    expect(await inside(`stat -c %a ${folder}/letsencrypt/acme.json`)).toBe('600')
    expect(await stand.proxy.running()).toBe(true)
    // Nothing there is another program's: it reads all that ends so.
    expect((await inside(`ls ${folder}/dynamic`)).split('\n')).toEqual(['none.yml', 'one.yml', 'three.yml', 'two.yml'])
  })

  test.each([
    [8081, 'Maintenance'],
    [8082, 'Not there yet'],
    [8083, 'One moment, please'],
  ])(
    'the page behind port %d says %s, whatever is asked for, and nobody comes to it from outside',
    async (port, title) => {
      const { HostConfig, Config, State, NetworkSettings } = await inspected('paasportal_pages')
      expect([State.Running, Config.Labels['pilothouse.part'], HostConfig.PortBindings ?? {}]).toEqual([
        true,
        'pages',
        {},
      ])
      const address = NetworkSettings.Networks['traefik-public'].IPAddress
      const said = await inside(`curl -sS -m 10 -i -H 'Host: one.lab.test' http://${address}:${port}/web/login`)
      expect(said).toMatch(/^HTTP\/1.1 503 /)
      expect(said).toMatch(/^Retry-After: 30\r?$/m)
      expect(said).toContain(`<title>${title}</title>`)
    },
  )

  test('what runs is left as it is; with other words it is made anew, and the pages are not', async () => {
    const ids = async () =>
      Promise.all(['paasportal_traefik', 'paasportal_pages'].map(async (one) => (await inspected(one)).Id))
    const before = await ids()
    await stand.proxy.prepare(stand.route('one', 'one.lab.test'))
    expect(await ids()).toEqual(before)
    await stand.connect({ acme })
    await stand.proxy.prepare(stand.route('one', 'one.lab.test'))
    const after = await ids()
    expect(after[0]).not.toBe(before[0])
    expect(after[1]).toBe(before[1])
    expect((await inspected('paasportal_traefik')).Config.Cmd).toEqual(staticArguments(acme))
    expect(await stand.proxy.secured('one')).toMatchObject({ kind: 'proxy' })
  })

  test('where somebody took them away they are there again with the next deploy', async () => {
    await inside('docker rm -f paasportal_traefik paasportal_pages')
    expect(await stand.proxy.running()).toBe(false)
    await stand.proxy.prepare(stand.route('two', 'two.lab.test'))
    expect((await inside("docker ps --format '{{.Names}}'")).split('\n').sort()).toEqual([
      'paasportal_pages',
      'paasportal_traefik',
    ])
  })
})
