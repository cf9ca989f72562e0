import { randomBytes } from 'node:crypto'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Fault } from '../../core/error.ts'
import type { RemoteHost } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { DockerServer, plain } from './docker-server.ts'
import { describeInLab } from './endpoints.ts'
import { wellDone } from './own-server.ts'

const forever = ['sh', '-c', 'trap "exit 0" TERM; echo up; while :; do sleep 0.1; done']

describeInLab('containers of a server', (lab) => {
  const there = new DockerServer(lab)
  let host: RemoteHost

  beforeAll(async () => {
    await there.start()
    await there.docker('pull', there.idle)
    host = await there.host()
  })
  afterAll(() => there.stop())

  test('networks: two at once make one, labels are kept, twice is no error, and neither is taking away nothing', async () => {
    const network = { name: 'ph_net_one', labels: { 'pilothouse.job': 'j1' } }
    await host.networks.create({ name: 'ph_net_one_more', labels: {} })
    await Promise.all([1, 2, 3, 4].map(() => host.networks.create(network)))
    expect(await host.networks.find('ph_net_one')).toEqual(network)
    expect(
      (await there.docker('network', 'ls', '--format', '{{.Name}}'))
        .split('\n')
        .filter((name) => name === 'ph_net_one'),
    ).toHaveLength(1)
    await host.networks.remove('ph_net_one')
    await host.networks.remove('ph_net_one')
    expect(await host.networks.find('ph_net_one')).toBeNull()
    expect(await host.networks.find('ph_net_one_more')).not.toBeNull()
  })

  test('of two networks that were made with one name at the same moment the older is left', async () => {
    const ids = async () =>
      (await there.docker('network', 'ls', '--no-trunc', '--quiet', '--filter', 'name=ph_twice')).split('\n').sort()
    /** As the engine does for two who ask at once. */
    const make = async () => {
      const before = new Set(await ids())
      const call = 'curl -sSf --unix-socket /var/run/docker.sock -H Content-Type:application/json'
      const sent = `${call} -d '{"Name": "ph_twice"}' http://engine/networks/create`
      expect(wellDone(await there.server.exec('sh', '-c', sent)).output).toContain('Id')
      return (await ids()).find((id) => !before.has(id)) ?? '?'
    }
    const [older, younger] = [await make(), await make()]
    expect(await ids()).toEqual([older, younger].sort())
    const onIt = { networks: [{ name: 'ph_twice', alias: null }] }
    await host.containers.create(plain(there.idle, 'ph_on_one', forever, onIt))
    await host.containers.start('ph_on_one')
    expect(await ids()).toEqual([older])
    expect(Object.keys((await host.containers.find('ph_on_one'))?.addresses ?? {})).toEqual(['ph_twice'])
    await host.containers.remove('ph_on_one')
    await host.networks.remove('ph_twice')
    expect(await ids()).toEqual([''])
  })

  test('volumes: made once, found with their labels, taken away', async () => {
    const volume = { name: 'ph_data_one', labels: { 'pilothouse.job': 'j1' } }
    expect(await host.volumes.find(volume.name)).toBeNull()
    await Promise.all([host.volumes.create(volume), host.volumes.create(volume)])
    expect(await host.volumes.find(volume.name)).toEqual({
      ...volume,
      place: expect.stringMatching(/ph_data_one\/_data$/),
    })
    await host.volumes.remove(volume.name)
    await host.volumes.remove(volume.name)
    expect(await host.volumes.find(volume.name)).toBeNull()
  })

  test('one that runs gets another name, and a place on one more network, and runs on', async () => {
    for (const name of ['ph_first', 'ph_second']) await host.networks.create({ name, labels: {} })
    const before = { name: 'ph_waits', networks: [{ name: 'ph_first', alias: null }] }
    await host.containers.create(plain(there.idle, before.name, forever, before))
    await host.containers.start(before.name)
    const first = await host.containers.find(before.name)
    const as = { name: 'ph_release', network: 'ph_second', alias: 'ph_odoo' }
    // Somebody was killed in the middle of it.
    await there.docker('network', 'connect', as.network, before.name)
    await host.containers.adopt(before.name, as)
    expect(await host.containers.find(before.name)).toBeNull()
    const now = await host.containers.find(as.name)
    expect(now).toMatchObject({ id: first?.id, process: first?.process, state: 'running' })
    expect(Object.keys(now?.addresses ?? {}).sort()).toEqual(['ph_first', 'ph_second'])
    await host.containers.remove(as.name)
    for (const name of ['ph_first', 'ph_second']) await host.networks.remove(name)
  })

  test('a service is made exactly as it is described', async () => {
    await host.networks.create({ name: 'ph_own', labels: {} })
    await host.networks.create({ name: 'ph_proxy', labels: {} })
    await host.volumes.create({ name: 'ph_data', labels: {} })
    await there.server.exec('mkdir', '-p', '/opt/ph conf:1')
    const spec = plain(there.idle, 'ph_service', forever, {
      networks: [
        { name: 'ph_own', alias: 'ph_alias' },
        { name: 'ph_proxy', alias: null },
      ],
      limits: { cpu: 0.5, memoryMb: 64 },
      mounts: [
        { source: '/opt/ph conf:1', target: '/conf', readOnly: true },
        { source: 'ph_data', target: '/data', readOnly: false },
      ],
      environment: { PLAIN: 'a b"c\nd' },
      secrets: { HIDDEN: new Secret('very-hidden') },
      user: '100:101',
      ports: [{ outside: 18069, inside: 8069 }],
    })
    await host.containers.create(spec)
    await host.containers.start(spec.name)
    await host.containers.start(spec.name)
    const [seen] = JSON.parse(await there.docker('inspect', spec.name))
    expect(seen.HostConfig).toMatchObject({
      RestartPolicy: { Name: 'unless-stopped' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      Memory: 64 * 1024 * 1024,
      MemorySwap: 64 * 1024 * 1024,
      NanoCpus: 500_000_000,
      NetworkMode: 'ph_own',
      PortBindings: { '8069/tcp': [{ HostPort: '18069' }] },
    })
    expect(seen.Config.Labels).toMatchObject(spec.labels)
    expect(JSON.stringify([seen.Config.Labels, seen.Config.Cmd, seen.Args])).not.toContain('very-hidden')
    expect(Object.keys(seen.NetworkSettings.Networks).toSorted()).toEqual(['ph_own', 'ph_proxy'])
    expect(seen.NetworkSettings.Networks.ph_own.Aliases).toContain('ph_alias')
    expect(
      seen.Mounts.map(({ Destination, RW }: { Destination: string; RW: boolean }) => `${Destination} ${RW}`).toSorted(),
    ).toEqual(['/conf false', '/data true'])
    const { log } = await host.containers.exec(spec.name, {
      command: ['sh', '-c', 'id -u; id -g; echo "$PLAIN"; echo $HIDDEN'],
    })
    expect(log).toBe('100\n101\na b"c\nd\nvery-hidden\n')

    const found = await host.containers.find(spec.name)
    expect(found).toMatchObject({ name: spec.name, state: 'running', image: there.idle, labels: spec.labels })
    expect(Object.keys(found?.addresses ?? {}).toSorted()).toEqual(['ph_own', 'ph_proxy'])
    expect((await host.containers.list({ 'pilothouse.test': spec.name })).map(({ id }) => id)).toEqual([found?.id])

    await host.containers.limit(spec.name, { cpu: 64, memoryMb: 96 })
    expect(await there.docker('inspect', '-f', '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}', spec.name)).toBe(
      '100663296 100663296',
    )

    await host.containers.stop(spec.name, 5)
    await host.containers.stop(spec.name, 5)
    expect(await host.containers.find(spec.name)).toMatchObject({ state: 'exited' })
    expect(await host.containers.log(spec.name, 5)).toContain('up')
    expect((await host.containers.find(spec.name))?.addresses).toBeUndefined()
    await host.containers.remove(spec.name)
    await host.containers.remove(spec.name)
    expect(await host.containers.find(spec.name)).toBeNull()
    expect(await there.docker('ps', '-aq')).toBe('')
  })

  test('a service that is told to end does so while nobody waits, and does not come back by itself', async () => {
    const spec = plain(there.idle, 'ph_ending', [
      'sh',
      '-c',
      'trap "echo told; exit 0" TERM; echo up; sleep 600 & wait',
    ])
    await host.containers.create(spec)
    await host.containers.end(spec.name)
    await host.containers.start(spec.name)
    await vi.waitFor(async () => expect(await host.containers.log(spec.name, 5)).toContain('up'))
    await host.containers.end(spec.name)
    const state = async () => (await host.containers.find(spec.name))?.state
    await vi.waitFor(async () => expect(await state()).toBe('exited'), { timeout: 30_000 })
    expect(await host.containers.log(spec.name, 5)).toContain('told')
    expect(await there.docker('inspect', '-f', '{{.RestartCount}}', spec.name)).toBe('0')
    await host.containers.end(spec.name)
    await host.containers.end('ph_never_there')
    await host.containers.remove(spec.name)
  })

  test('what is in the way is named', async () => {
    const make = (name: string, more: Parameters<typeof plain>[3] = {}) =>
      host.containers.create(plain(there.idle, name, forever, more))
    const onPort = { networks: [{ name: 'ph_proxy', alias: null }], ports: [{ outside: 18070, inside: 80 }] }
    await make('ph_first', onPort)
    await host.containers.start('ph_first')
    await make('ph_second', onPort)
    await expect(host.containers.start('ph_second')).rejects.toMatchObject({
      code: 'port_taken',
      facts: { port: '18070', by: 'the container ph_first' },
    })
    await expect(make('ph_first')).rejects.toMatchObject({ code: 'name_taken', facts: { name: 'ph_first' } })
    await expect(host.containers.start('ph_nobody')).rejects.toMatchObject({ code: 'container_gone' })
    await expect(host.containers.create(plain('nobody/has:this', 'ph_third', []))).rejects.toMatchObject({
      code: 'image_not_found',
    })
    await make('ph_third', {
      networks: [
        { name: 'ph_proxy', alias: null },
        { name: 'no_such_net', alias: null },
      ],
    })
    await expect(host.containers.start('ph_third')).rejects.toMatchObject({
      code: 'engine_refused',
      facts: { why: expect.stringContaining('no_such_net') },
    })
    for (const name of ['ph_first', 'ph_second', 'ph_third']) await host.containers.remove(name)
  })

  test('bytes go through a command unchanged, both ways, 50 MB of them', async () => {
    await host.containers.create(plain(there.idle, 'ph_bytes', forever))
    await host.containers.start('ph_bytes')
    const block = randomBytes(1024 * 1024)
    const got: Buffer[] = []
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        got.push(chunk)
        setImmediate(done)
      },
    })
    const input = Readable.from(Array.from({ length: 50 }, () => block))
    const ran = await host.containers.exec('ph_bytes', {
      command: ['sh', '-c', 'cat; echo end >&2; exit 7'],
      input,
      output,
    })
    expect(ran).toEqual({ code: 7, log: 'end\n' })
    expect(Buffer.concat(got).equals(Buffer.concat(Array.from({ length: 50 }, () => block)))).toBe(true)

    const unread = () => Readable.from(Array.from({ length: 50 }, () => block))
    const little = () => ({ command: ['sh', '-c', 'head -c 3 | wc -c'], input: unread() })
    // The engine may close the stream on what nobody reads before it hands over the answer: it is asked again then.
    const asked = () =>
      host.containers.exec('ph_bytes', little()).catch((error: unknown) => {
        if (error instanceof Fault && error.transient) return null
        throw error
      })
    const three = { code: 0, log: expect.stringContaining('3') }
    await expect.poll(asked, { timeout: 30_000 }).toMatchObject(three)

    const failing = Readable.from(
      (async function* () {
        yield block
        throw new Error('the source broke')
      })(),
    )
    await expect(
      host.containers.exec('ph_bytes', {
        command: ['cat'],
        input: failing,
        output: new Writable({ write: (_c, _e, done) => done() }),
      }),
    ).rejects.toThrow('the source broke')
    await host.containers.remove('ph_bytes')
  })

  test('output that a cut line left unfinished is never taken for all of it', async () => {
    await host.containers.create(plain(there.idle, 'ph_cut', forever))
    await host.containers.start('ph_cut')
    const own = await there.host()
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const output = new Writable({
      write(_chunk, _encoding, done) {
        begin()
        done()
      },
    })
    const running = own.containers.exec('ph_cut', { command: ['sh', '-c', 'echo begun; sleep 1; echo rest'], output })
    const how = running.catch((error: unknown) => error)
    await begun
    await there.server.exec('sh', '-c', 'pkill -9 -f "^sshd: root"')
    expect(await how).toMatchObject({ transient: true })
    host = await there.host()
    await host.containers.remove('ph_cut')
  })

  test('a command that is not wanted any more is ended in the container too, with its children', async () => {
    await host.containers.create(plain(there.idle, 'ph_exec', forever))
    await host.containers.start('ph_exec')
    const stop = new AbortController()
    const own = await there.host(stop.signal)
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const output = new Writable({
      write(_chunk, _encoding, done) {
        begin()
        done()
      },
    })
    const running = own.containers.exec('ph_exec', {
      command: ['sh', '-c', 'sleep 4711 & echo begun; sleep 4712'],
      output,
    })
    const how = running.catch((error: unknown) => error)
    await begun
    expect(
      (
        await host.containers.exec('ph_exec', { command: ['sh', '-c', 'ps -o args | grep -c "[s]leep 471"'] })
      ).log.trim(),
    ).toBe('2')
    stop.abort()
    expect(await how).toMatchObject({ code: 'cancelled' })
    expect(
      (
        await host.containers.exec('ph_exec', { command: ['sh', '-c', 'ps -o args | grep -c "[s]leep 471"'] })
      ).log.trim(),
    ).toBe('0')
    await host.containers.remove('ph_exec')
  })
})
