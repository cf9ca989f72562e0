import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { repositoriesOver } from '../../adapters/git/remote.ts'
import type { Line } from '../../adapters/ssh/line.ts'
import { Fault } from '../../core/error.ts'
import type { Equipment } from '../../core/ports/equipment.ts'
import type { Checkout } from '../../core/ports/repositories.ts'
import { Secret } from '../../core/secret.ts'
import { describeInLab } from './endpoints.ts'
import { GitHost } from './git-host.ts'
import { addressOf, base, cutSessions, lineTo, until } from './own-line.ts'
import { OwnServer } from './own-server.ts'
import { manifest, Pusher } from './pushed.ts'

const token = `tok${'x'.repeat(30)}"$(id)`
const folder = `${base}/i1/code/acme`

const equipment: Equipment = {
  place: { base, prefix: 'paasportal' },
  addressRange: '10.231.0.0/16',
  proxy: { kind: 'nginx', image: 'nginx', pagesImage: 'nginx' },
  registries: [],
  repositories: [],
  mirrors: { apt: null, pip: null },
  dns: null,
  resolvers: [],
  acme: null,
}

describeInLab('code on a server', (lab) => {
  const server = new OwnServer()
  let host: GitHost
  let line: Line
  let number = 0

  beforeAll(async () => {
    host = await GitHost.start('10.214.0.1')
    await server.start()
    line = await lineTo(addressOf(lab, server))
  }, 60_000)
  afterAll(async () => {
    await line.close()
    await server.stop()
    await host.stop()
  })
  beforeEach(() => {
    host.login = null
  })

  function repository(): { pusher: Pusher; url: string; name: string } {
    const name = `acme/s${++number}`
    return { pusher: new Pusher(host.make(name)), url: host.url(name), name }
  }

  function repositories(logins: Equipment['repositories'] = [], signal = new AbortController().signal) {
    const there = repositoriesOver(line, { ...equipment, repositories: logins }, { signal, pulse: () => {} })
    return {
      ...there,
      checkOut: (checkout: Checkout, progress: (line: string) => void = () => {}) => there.checkOut(checkout, progress),
    }
  }

  const login = () => [{ prefix: `${new URL(host.url('x')).origin}/acme/`, username: 'bot', token: new Secret(token) }]
  const read = async (path: string) => (await server.exec('cat', path)).output

  async function codeOf(act: Promise<unknown>): Promise<string> {
    try {
      await act
      return 'nothing was wrong'
    } catch (error) {
      if (error instanceof Fault) return error.code
      throw error
    }
  }

  test('is the commit that was planned, whatever the branch does, and only what is new is fetched', async () => {
    const { pusher, url } = repository()
    const big = Array.from({ length: 20_000 }, () => Math.random()).join('\n')
    const first = pusher.push({ 'one.txt': '1', big, 'é ü/“x”.py': 'y' })
    const second = pusher.push({ 'one.txt': '2' })
    pusher.push({ 'one.txt': '3' })
    const there = repositories()
    const at = (commit: string) => `${folder}/${commit}`
    expect(await there.checkedOut(at(first))).toBeNull()
    await there.checkOut({ url, branch: 'main', commit: first, folder: at(first) })
    expect(await there.checkedOut(at(first))).toBe(first)
    expect(await read(`${at(first)}/one.txt`)).toBe('1')
    expect(await read(`${at(first)}/é ü/“x”.py`)).toBe('y')
    host.asked.length = 0
    await there.checkOut({ url, branch: 'main', commit: first, folder: at(first) })
    expect(host.asked).toEqual([])
    const size = async () => Number((await server.exec('sh', '-c', `du -sk ${base}/repositories | cut -f1`)).output)
    const before = await size()
    await there.checkOut({ url, branch: 'main', commit: second, folder: at(second) })
    expect((await size()) - before).toBeLessThan(200)
    expect([await read(`${at(first)}/one.txt`), await read(`${at(second)}/one.txt`)]).toEqual(['1', '2'])
    const modes = (await server.exec('sh', '-c', `stat -c %a ${base} ${at(first)} ${at(first)}/one.txt`)).output
    expect(
      modes
        .split('\n')
        .filter(Boolean)
        .every((mode) => /[45]$/.test(mode)),
    ).toBe(true)
  })

  test('is put right where it was left half done, changed or taken away', async () => {
    const { pusher, url } = repository()
    const commit = pusher.push({ 'one.txt': '1', 'two.txt': '2' })
    const there = repositories()
    const given = { url, branch: 'main', commit, folder: `${folder}/${commit}` }
    await there.checkOut(given)
    for (const harm of [
      ['rm', `${given.folder}/two.txt`],
      ['sh', '-c', `echo changed >${given.folder}/one.txt`],
      ['rm', '-rf', given.folder],
      ['rm', `${given.folder}/.git`],
      ['sh', '-c', `rm -rf ${base}/repositories/s*/objects`],
      ['sh', '-c', `mkdir -p ${folder}/.part-${commit}-1/x && rm -rf ${given.folder}`],
    ]) {
      await server.exec(...harm)
      expect([harm, await there.checkedOut(given.folder)]).toEqual([harm, null])
      await there.checkOut(given)
      expect([harm, await there.checkedOut(given.folder)]).toEqual([harm, commit])
      expect(await read(`${given.folder}/one.txt`)).toBe('1')
    }
    expect((await server.exec('ls', '-A', folder)).output).not.toContain('.part-')
  })

  test('has the repositories that are within it, with the same token', async () => {
    const inner = repository()
    const innerCommit = inner.pusher.push({
      'web_x/__manifest__.py': manifest(),
      'requirements.txt': 'stripe==5.4.0\n-r more.txt\n',
      'more.txt': 'lxml\n',
      'apt.txt': { link: '/root/.ssh/authorized_keys' },
    })
    inner.pusher.push({ 'web_x/__manifest__.py': 'newer' })
    const { pusher, url } = repository()
    pusher.push({
      'own/__manifest__.py': manifest(),
      'requirements.txt': 'requests\n',
      '.gitmodules': `[submodule "the web"]\n\tpath = oca/web x\n\turl = ../${inner.name.split('/')[1]}.git\n`,
    })
    pusher.git('update-index', '--add', '--cacheinfo', `160000,${innerCommit},oca/web x`)
    pusher.git('commit', '-q', '-m', 'Add web')
    pusher.git('push', '-q', 'origin', 'HEAD:refs/heads/main')
    const commit = pusher.git('rev-parse', 'HEAD').trim()
    host.login = `bot:${token}`
    const there = repositories(login())
    await there.checkOut({ url, branch: 'main', commit, folder: `${folder}/${commit}` })
    expect(await read(`${folder}/${commit}/oca/web x/web_x/__manifest__.py`)).toBe(manifest())
    expect(await there.checkedOut(`${folder}/${commit}`)).toBe(commit)
    expect(await there.dependencies(`${folder}/${commit}`)).toEqual({
      apt: [],
      pip: ['requests', 'stripe==5.4.0', 'lxml'],
    })
  })

  test('leaves the token nowhere: no list of processes, file, environment of others or history has it', async () => {
    const { pusher, url } = repository()
    const commit = pusher.push({ big: Array.from({ length: 300_000 }, () => Math.random()).join('\n') })
    host.login = `bot:${token}`
    let over = false
    let sampled = 0
    const sampling = (async () => {
      const seen: string[] = []
      while (!over) {
        const { output } = await server.exec('ps', '-eo', 'args')
        if (output.includes('git')) sampled++
        if (output.includes(token.slice(0, 20))) seen.push(output)
      }
      return seen
    })()
    await repositories(login()).checkOut({ url, branch: 'main', commit, folder: `${folder}/${commit}` })
    over = true
    expect(await sampling).toEqual([])
    expect(sampled).toBeGreaterThan(0)
    const found = await server.exec('grep', '-rlF', token.slice(0, 20), base, '/tmp', '/root')
    expect(found.output).toBe('')
    expect((await server.exec('sh', '-c', 'ls -d /tmp/tmp.* 2>/dev/null')).output).toBe('')
  })

  test('says what is wrong: no login, an old one, no such repository, a vanished commit, no host', async () => {
    const { pusher, url } = repository()
    const commit = pusher.push({ a: '1' })
    const at = { branch: 'main', commit, folder: `${folder}/${commit}` }
    host.login = `bot:${token}`
    expect(await codeOf(repositories().checkOut({ url, ...at }))).toBe('clone_failed')
    const old = login().map((one) => ({ ...one, token: new Secret('old-token') }))
    expect(await codeOf(repositories(old).checkOut({ url, ...at }))).toBe('clone_failed')
    host.login = null
    expect(await codeOf(repositories().checkOut({ url: host.url('acme/nothing'), ...at }))).toBe('repository_not_found')
    const gone = 'a'.repeat(40)
    expect(await codeOf(repositories().checkOut({ url, ...at, commit: gone, folder: `${folder}/${gone}` }))).toBe(
      'commit_vanished',
    )
    const nobody = 'http://10.214.0.1:9/acme/x.git'
    expect(await codeOf(repositories().checkOut({ url: nobody, ...at }))).toBe('git_unreachable')
    expect(await codeOf(repositories().checkOut({ url: 'file:///etc', ...at }))).toBe('repository_address_refused')
    expect(await repositories().checkedOut(at.folder)).toBeNull()
  })

  test('takes nasty names for names', async () => {
    const { pusher, url } = repository()
    const commit = pusher.push({ a: '1' })
    for (const branch of [
      '--upload-pack=touch /tmp/was-here',
      '$(touch /tmp/was-here)',
      "'; touch /tmp/was-here; '",
      '\n',
      '-x',
    ]) {
      const at = `${folder}/${commit}`
      await repositories().checkOut({ url, branch, commit, folder: at })
      expect(await repositories().checkedOut(at)).toBe(commit)
      await server.exec('rm', '-rf', at)
    }
    expect((await server.exec('ls', '/tmp')).output).not.toContain('was-here')
    expect(await codeOf(repositories().checkOut({ url, branch: 'main', commit: '--help', folder }))).toBe(
      'commit_vanished',
    )
  })

  test('reads what addons want installed from the commit, and follows no link out of it', async () => {
    const { pusher, url } = repository()
    const commit = pusher.push({
      'apt.txt': '# tools\nlibldap2-dev libsasl2-dev # both\n\n-o=evil\n$(id)\nlibldap2-dev\n',
      'requirements.txt': { link: '/root/.ssh/authorized_keys' },
    })
    const there = repositories()
    await there.checkOut({ url, branch: 'main', commit, folder: `${folder}/${commit}` })
    expect(await there.dependencies(`${folder}/${commit}`)).toMatchObject({
      apt: ['libldap2-dev', 'libsasl2-dev'],
      pip: [],
      left: ['apt.txt: -o=evil is not the name of a package', 'apt.txt: $(id) is not the name of a package'],
    })
    const next = pusher.push({
      'requirements.txt':
        'stripe==5.4.0 # paid\n--index-url http://evil\npython-ldap>=3,<4; python_version > "3.8"\n-r more/other.txt\n',
      'more/other.txt': 'requests\n-r third.txt\n',
      'more/third.txt': 'lxml\n',
    })
    await there.checkOut({ url, branch: 'main', commit: next, folder: `${folder}/${next}` })
    expect((await there.dependencies(`${folder}/${next}`)).pip).toEqual([
      'stripe==5.4.0',
      'python-ldap>=3,<4; python_version > "3.8"',
      'requests',
      'lxml',
    ])
  })

  test('several at once on one mirror, and a line that is cut, end well', async () => {
    const { pusher, url } = repository()
    const commits = ['1', '2', '3', '4', '5'].map((text) =>
      pusher.push({ a: text, [`f${text}`]: text.repeat(100_000) }),
    )
    const there = repositories()
    const all = commits.map((commit) => ({ url, branch: 'main', commit, folder: `${folder}/${commit}` }))
    await Promise.all(all.map((one) => there.checkOut(one)))
    for (const { commit, folder: at } of all) expect(await there.checkedOut(at)).toBe(commit)
    const next = pusher.push({ big: Array.from({ length: 400_000 }, () => Math.random()).join('\n') })
    const given = { url, branch: 'main', commit: next, folder: `${folder}/${next}` }
    const fetches = () => host.asked.filter((path) => path.endsWith('/info/refs')).length
    const before = fetches()
    const cut = codeOf(there.checkOut(given))
    await until(async () => (await server.exec('pgrep', '-f', 'git.*fetch')).code === 0)
    await cutSessions(server)
    expect(await cut).toBe('server_unreachable')
    // It went on meanwhile: whoever comes again finds it at work, or what it brought.
    await there.checkOut(given)
    expect(fetches() - before).toBe(1)
    expect(await there.checkedOut(given.folder)).toBe(next)
  }, 60_000)

  test('tells how far it is while it comes', async () => {
    const { pusher, url } = repository()
    const large = () => Array.from({ length: 1500 }, () => Math.random()).join('\n')
    const commit = pusher.push(Object.fromEntries(Array.from({ length: 120 }, (_, number) => [`f${number}`, large()])))
    const given = { url, branch: 'main', commit, folder: `${folder}/${commit}` }
    const heard: string[] = []
    // It comes slowly until somebody has heard of it, and there must be something left to come by then.
    let leftToCome = 0
    host.slowly = () => {
      if (heard.length > 0) leftToCome += 1
      return heard.length === 0
    }
    await repositories().checkOut(given, (line) => heard.push(line))
    host.slowly = () => false
    expect(leftToCome).toBeGreaterThan(0)
    expect(heard[0]).toMatch(/^Receiving objects: +\d+% \(\d+\/\d+\), [\d.]+ [KM]iB \| /)
    expect(await repositories().checkedOut(given.folder)).toBe(commit)
  }, 60_000)

  test('is given up when nobody wants it any more, and nothing of it runs on', async () => {
    const { pusher, url } = repository()
    const commit = pusher.push({ big: Array.from({ length: 600_000 }, () => Math.random()).join('\n') })
    const stop = new AbortController()
    const given = { url, branch: 'main', commit, folder: `${folder}/${commit}` }
    const ended = codeOf(repositories([], stop.signal).checkOut(given))
    await until(async () => (await server.exec('pgrep', '-f', 'git.*fetch')).code === 0)
    stop.abort()
    expect(await ended).toBe('cancelled')
    expect((await server.exec('pgrep', '-f', 'git.*fetch')).code).toBe(1)
    expect(await repositories().checkedOut(given.folder)).toBeNull()
  }, 60_000)
})
