import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent, type ClientRequest, request } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { rootCertificates } from 'node:tls'
import { axios } from 'acme-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from './endpoints.ts'
import { ran, wellDone } from './own-server.ts'
import { ProxyStand } from './proxy-stand.ts'

const own = `p${process.pid.toString(36)}${Date.now().toString(36)}`

/** What becomes of a packet that the server sends to a container, as where the engine is not root's. */
const lost = {
  unreachable: ['-j', 'REJECT', '--reject-with', 'icmp-host-unreachable'],
  blackhole: ['-j', 'DROP'],
} as const

interface Heard {
  status: number
  text: string
  headers: Record<string, unknown>
}

describeInLab('nginx before instances', (lab) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const stand = new ProxyStand(lab, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())

  beforeAll(async () => {
    // The bot believes it by NODE_EXTRA_CA_CERTS, which is read when a process starts.
    const ca = [...rootCertificates, readFileSync(lab.acme.caFile, 'utf8')]
    axios.defaults.httpsAgent = new SecureAgent({ ca })
    await stand.start()
    // As several first deploys on one server do it.
    const first = [1, 2, 3, 4].map((n) => stand.proxy.prepare(stand.route(`first${n}`, `first${n}.${own}.lab.test`)))
    await Promise.all(first)
    for (const name of ['one', 'two']) await stand.answering(name)
  })
  afterAll(() => stand.stop())

  function ask(domain: string, path = '/', agent: Agent | false = false): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const asking: ClientRequest = request({
        host: stand.server.address,
        port: 80,
        path,
        agent,
        headers: { host: domain },
        timeout: 15_000,
      })
      asking.once('error', reject)
      asking.once('timeout', () => asking.destroy(new Error('no answer')))
      asking.once('response', (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += String(chunk)
        })
        response.once('error', reject)
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }))
      })
      asking.end()
    })
  }

  test('a route is prepared, serves, rests in maintenance and goes, and its file knows', async () => {
    const { proxy } = stand
    const domain = `life.${own}.lab.test`
    const route = stand.route('life', domain)
    expect(await proxy.prepared('life')).toBeNull()
    expect((await ask(domain)).status).toBe(404)
    await proxy.prepare(route)
    expect(await proxy.running()).toBe(true)
    expect(await proxy.prepared('life')).toEqual(route)
    expect(await proxy.serves('life')).toBeNull()
    expect(await ask(domain)).toMatchObject({ status: 503, headers: { 'retry-after': '30' } })
    await proxy.switch('life', 'one')
    expect(await proxy.serves('life')).toBe('one')
    expect(await ask(domain)).toMatchObject({ status: 200, text: `one http ${domain}` })
    expect(await proxy.visit('life', { path: '/', container: 'one', withinMs: 5000 })).toEqual({
      status: 200,
      by: 'one',
    })
    expect((await proxy.visit('life', { path: '/', container: 'two', withinMs: 0 })).by).toBeNull()
    await proxy.maintenance('life', true)
    expect(await proxy.inMaintenance('life')).toBe(true)
    const resting = await ask(domain)
    expect(resting).toMatchObject({ status: 503, headers: { 'retry-after': '30' } })
    expect(resting.text).toContain('Maintenance')
    await proxy.maintenance('life', false)
    expect((await ask(domain)).text).toBe(`one http ${domain}`)
    await proxy.maintenance('life', true)
    // In one act: whoever comes is let in, and to no other one.
    await proxy.switch('life', 'two')
    expect(await proxy.inMaintenance('life')).toBe(false)
    expect((await ask(domain)).text).toBe(`two http ${domain}`)
    await proxy.remove('life')
    expect(await proxy.prepared('life')).toBeNull()
    expect((await ask(domain)).status).toBe(404)
  })

  test('what it leads to may be started again, wherever it comes up', async () => {
    const domain = `again.${own}.lab.test`
    await stand.proxy.prepare(stand.route('again', domain))
    await stand.proxy.switch('again', 'one')
    expect((await ask(domain)).text).toContain('one')
    const addressOf = async () => (await stand.host.containers.find('one'))?.addresses?.['traefik-public']
    const before = await addressOf()
    // Its address is another's by the time it comes back.
    wellDone(await stand.docker('stop', '-t', '1', 'one'))
    await stand.answering('squatter')
    wellDone(await stand.docker('start', 'one'))
    await stand.answers('one')
    expect(await addressOf()).not.toBe(before)
    expect(await stand.proxy.visit('again', { path: '/', container: 'one', withinMs: 15_000 })).toMatchObject({
      status: 200,
    })
    await expect.poll(async () => (await ask(domain)).text, { timeout: 15_000 }).toContain('one')
    wellDone(await stand.docker('rm', '-f', 'squatter'))
    await stand.proxy.remove('again')
  })

  test('a configuration that nginx refuses is put back, and what serves serves on', async () => {
    const domain = `refuse.${own}.lab.test`
    await stand.proxy.prepare(stand.route('refuse', domain))
    await stand.proxy.switch('refuse', 'one')
    const folder = '/opt/paasportal/proxy/nginx/sites'
    const file = `${folder}/refuse.conf`
    const before = await stand.host.files.read(file)
    // Somebody’s hand.
    await stand.host.files.write(`${folder}/zz.conf`, 'server { nonsense; }')
    await expect(stand.proxy.switch('refuse', 'two')).rejects.toMatchObject({
      code: 'proxy_refused',
      message: expect.stringContaining('nonsense'),
    })
    expect(await stand.host.files.read(file)).toBe(before)
    expect((await ask(domain)).text).toContain('one')
    await stand.host.files.remove(`${folder}/zz.conf`)
    await stand.proxy.remove('refuse')
  })

  test('nothing of a name from people is read by anybody', async () => {
    const evil = { ...stand.route('evil', 'a.test"; } server { listen 80 default_server; }'), instance: 'evil' }
    await expect(stand.proxy.prepare(evil)).rejects.toMatchObject({ code: 'proxy_refused' })
    expect(await stand.proxy.prepared('evil')).toBeNull()
  })

  /** Four visitors with fresh connections, until all switches are over: whom they heard, and what went wrong. */
  async function visitors(domain: string, switches: (served: () => Promise<void>) => Promise<void>) {
    const heard = new Map<string, number>()
    const failed: string[] = []
    const count = () => [...heard.values()].reduce((sum, one) => sum + one, 0)
    const served = () => moreThan(100, count)
    let over = false
    const visitor = async () => {
      while (!over) {
        try {
          const { status, text } = await ask(domain)
          if (status === 200) heard.set(text.split(' ')[0] ?? '', (heard.get(text.split(' ')[0] ?? '') ?? 0) + 1)
          else failed.push(String(status))
        } catch (error) {
          failed.push(String(error))
        }
      }
    }
    const visits = [1, 2, 3, 4].map(visitor)
    try {
      await switches(served)
    } finally {
      over = true
    }
    await Promise.all(visits)
    return { heard, failed, count: count() }
  }

  async function moreThan(more: number, count: () => number): Promise<void> {
    const before = count()
    await expect.poll(count).toBeGreaterThan(before + more)
  }

  /** The order of the health check: start, switch, drain, stop. */
  async function switchTo(instance: string, to: string, from: string): Promise<void> {
    const { containers, proxy } = stand.host
    await containers.start(to)
    await stand.answers(to)
    await proxy.switch(instance, to)
    expect(await proxy.visit(instance, { path: '/', container: to, withinMs: 10_000 })).toEqual({ status: 200, by: to })
    await proxy.drain(from, 8069, 30)
    await containers.stop(from, 30)
  }

  const pairs = Array.from(
    { length: 10 },
    (_, round) => (round % 2 === 0 ? ['two', 'one'] : ['one', 'two']) as [string, string],
  )

  test('ten switches cost no visitor a request', async () => {
    const domain = `zero.${own}.lab.test`
    await stand.proxy.prepare(stand.route('zero', domain))
    await stand.proxy.switch('zero', 'one')
    wellDone(await stand.docker('stop', '-t', '1', 'two'))
    const { heard, failed, count } = await visitors(domain, async (served) => {
      for (const [to, from] of pairs) {
        await switchTo('zero', to, from)
        await served()
      }
    })
    expect(failed).toEqual([])
    expect(count).toBeGreaterThan(1000)
    expect([...heard.keys()].sort()).toEqual(['one', 'two'])
    expect(Math.min(...heard.values())).toBeGreaterThan(100)
  })

  test('visitors whose connection is kept need one more try at most', async () => {
    const domain = `kept.${own}.lab.test`
    await stand.proxy.prepare(stand.route('kept', domain))
    wellDone(await stand.docker('start', 'one'))
    await stand.proxy.switch('kept', 'one')
    const agent = new Agent({ keepAlive: true, maxSockets: 4 })
    const failed: string[] = []
    const heard = new Set<string>()
    let count = 0
    let over = false
    const visitor = async () => {
      while (!over) {
        const answer = await ask(domain, '/', agent)
          // Another kept one may have been closed at the same moment, so a client asks again on a new one.
          .catch(() => ask(domain))
          .catch((error: unknown) => String(error))
        if (typeof answer === 'string' || answer.status !== 200)
          failed.push(typeof answer === 'string' ? answer : String(answer.status))
        else heard.add(answer.text.split(' ')[0] ?? '')
        count += 1
      }
    }
    const visits = [1, 2, 3, 4].map(visitor)
    for (const [to, from] of pairs) {
      await switchTo('kept', to, from)
      await moreThan(100, () => count)
    }
    over = true
    await Promise.all(visits)
    agent.destroy()
    expect(failed).toEqual([])
    expect(count).toBeGreaterThan(1000)
    expect([...heard].sort()).toEqual(['one', 'two'])
  })

  test('the wrong order, stop first, does cost them', async () => {
    const domain = `wrong.${own}.lab.test`
    await stand.proxy.prepare(stand.route('wrong', domain))
    wellDone(await stand.docker('start', 'one'))
    await stand.proxy.switch('wrong', 'one')
    const { containers, proxy } = stand.host
    const { failed } = await visitors(domain, async () => {
      for (const [to, from] of pairs.slice(0, 2)) {
        await containers.stop(from, 5)
        await containers.start(to)
        await stand.answers(to)
        await proxy.switch('wrong', to)
      }
    })
    expect(failed.length).toBeGreaterThan(0)
  })

  test('a request that is slow is waited for, and an idle container is not', async () => {
    const domain = `slow.${own}.lab.test`
    await stand.proxy.prepare(stand.route('slow', domain))
    for (const name of ['one', 'two']) wellDone(await stand.docker('start', name))
    await stand.answers('two')
    await stand.answers('one')
    await stand.proxy.switch('slow', 'one')
    const slow = ask(domain, '/?slow=5')
    let answered = false
    void slow.then(() => {
      answered = true
    })
    await expect.poll(() => stand.docker('logs', 'one').then(({ output }) => output)).toContain('asked /?slow=5')
    await stand.proxy.switch('slow', 'two')
    expect(answered).toBe(false)
    await stand.proxy.drain('one', 8069, 30)
    expect(await slow).toMatchObject({ status: 200, text: `one http ${domain}` })
    const since = performance.now()
    await stand.proxy.drain('one', 8069, 300)
    // Nothing is open: it does not wait until the time is over.
    expect(performance.now() - since).toBeLessThan(60_000)
  })

  test('a name gets a certificate, keeps it, and its visitors are led to https', async () => {
    const domain = `tls.${own}.lab.test`
    const { dns, proxy } = stand.host
    await dns.set(domain, [{ name: domain, type: 'A', value: stand.server.address, ttlSeconds: 300 }])
    await proxy.prepare(stand.route('tls', domain))
    await proxy.switch('tls', 'two')
    expect(await proxy.secured('tls')).toMatchObject({ kind: 'due', until: null })
    const made = await proxy.secure('tls')
    expect(made).toMatchObject({ kind: 'made', why: null })
    expect(await proxy.secured('tls')).toEqual({ kind: 'valid', until: made.until, why: null })
    expect((await proxy.secure('tls')).kind).toBe('valid')
    expect(await ask(domain)).toMatchObject({ status: 301, headers: { location: `https://${domain}/` } })
    const { rootsUrl, caFile } = lab.acme
    const root = wellDone(await ran('curl', ['-sS', '-m', '10', '--cacert', caFile, rootsUrl])).output
    const asked = ['-sS', '-m', '10', '--resolve', `${domain}:443:${stand.server.address}`, `https://${domain}/`]
    const shown = wellDone(
      await ran('sh', [
        '-c',
        'f=$(mktemp); printf %s "$1" >$f; shift; curl --cacert $f "$@"; rm $f',
        'sh',
        root,
        ...asked,
      ]),
    )
    expect(shown.output).toBe(`two https ${domain}`)
    expect(await proxy.visit('tls', { path: '/', container: 'two', withinMs: 5000 })).toEqual({
      status: 200,
      by: 'two',
    })
    // Who else is on the server sees no key.
    const folder = '/opt/paasportal/proxy/nginx/certificates/tls'
    expect(wellDone(await stand.server.exec('find', folder, '-name', 'key.pem', '-perm', '600')).output).toContain(
      'key.pem',
    )
    await dns.set(domain, [])
  })

  test.each([
    ['says so', 'unreachable'],
    ['says nothing', 'blackhole'],
  ] as const)('a visit finds its way where the server reaches no container, and %s', async (_what, kind) => {
    const domain = `lost-${kind}.${own}.lab.test`
    await stand.proxy.prepare(stand.route('lost', domain))
    await stand.proxy.switch('lost', 'two')
    const nginx = await stand.host.containers.find('paasportal_nginx')
    const address = nginx?.addresses?.['traefik-public'] ?? ''
    const iptables = async (act: string) =>
      wellDone(await stand.server.exec('iptables', '-w', '10', act, 'OUTPUT', '-d', address, ...lost[kind]))
    await iptables('-I')
    try {
      const visit = (instance: string, container: string) =>
        stand.proxy.visit(instance, { path: '/', container, withinMs: 0 })
      await expect.poll(() => visit('lost', 'two')).toEqual({ status: 200, by: 'two' })
      // By https, with a certificate that nobody there knows.
      expect(await visit('tls', 'two')).toEqual({ status: 200, by: 'two' })
      // Whoever was not given the traffic hears the one who was.
      wellDone(await stand.docker('start', 'one'))
      expect(await visit('lost', 'one')).toEqual({ status: 200, by: null })
      wellDone(await stand.docker('rm', '-f', 'one'))
      expect(await visit('lost', 'one')).toEqual({ status: null, by: null })
    } finally {
      await iptables('-D')
      await stand.proxy.remove('lost')
      await stand.answering('one')
    }
  })

  test('without its name in the DNS there is no certificate, a reason, and the site over http', async () => {
    const domain = `nowhere.${own}.lab.test`
    const { proxy } = stand
    await proxy.prepare(stand.route('nowhere', domain))
    await proxy.switch('nowhere', 'two')
    const secured = await proxy.secure('nowhere')
    expect(secured).toMatchObject({ kind: 'due', until: null })
    expect(secured.why).toMatch(/nowhere|DNS|NXDOMAIN|address/i)
    expect((await ask(domain)).status).toBe(200)
    for (let tries = 1; tries < 5; tries += 1) await proxy.secure('nowhere')
    expect((await proxy.secure('nowhere')).why).toContain('5 tries failed within an hour')
  })
})
