import { afterAll, beforeAll, expect, test } from 'vitest'
import { DockerServer, plain } from './docker-server.ts'
import { describeInLab } from './endpoints.ts'

const never = new AbortController().signal
const silent = () => {}

describeInLab('an engine, and the way to it, that fails', (lab) => {
  const there = new DockerServer(lab)
  const small = new DockerServer(lab, { diskMb: 60 })

  beforeAll(async () => {
    await Promise.all([there.start(), small.start()])
    await there.docker('pull', '-q', there.idle)
  })
  afterAll(() => Promise.all([there.stop(), small.stop()]))

  const pinned = ({ reference, digest }: { reference: string; digest: string }) =>
    `${reference.replace(/:[^/:]*$/, '')}@${digest}`

  test('a pull whose line is cut is asked for again and ends whole', async () => {
    const connection = await there.connection()
    const host = connection.host({ signal: never, pulse: silent })
    const image = await host.images.resolve(lab.images.postgres)
    let cut: Promise<unknown> | null = null
    const first = host.images.pull(image, () => {
      cut ??= there.server.exec('sh', '-c', 'pkill -9 -f "^sshd: root"')
    })
    await expect(first).rejects.toMatchObject({ transient: true })
    expect(cut).not.toBeNull()
    await expect
      .poll(
        () =>
          host.images.pull(image, silent).then(
            () => 'whole',
            () => 'again',
          ),
        { timeout: 60_000 },
      )
      .toBe('whole')
    expect(await host.images.find(pinned(image))).not.toBeNull()
  })

  test('calls that are given up before they have a channel take nobody else’s turn', async () => {
    const connection = await there.connection()
    for (let call = 0; call < 8; call += 1) {
      const stop = new AbortController()
      const given = connection.host({ signal: stop.signal, pulse: silent }).containers.list()
      setImmediate(() => stop.abort())
      await expect(given).rejects.toMatchObject({ code: 'cancelled' })
    }
    const { version } = await connection
      .host({ signal: AbortSignal.timeout(20_000), pulse: silent })
      .containers.engine()
    expect(version).toMatch(/^\d+\./)
  })

  test('a call that waits for its turn is given up at once', async () => {
    const connection = await there.connection()
    const stop = new AbortController()
    const host = connection.host({ signal: stop.signal, pulse: silent })
    const calls = Array.from({ length: 12 }, () => host.containers.list())
    stop.abort()
    for (const one of await Promise.allSettled(calls))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
  })

  test('a pull that is given up loads no further', async () => {
    const stop = new AbortController()
    const host = await there.host(stop.signal)
    const other = await there.host()
    const image = await other.images.resolve(lab.images.odooDebian)
    await expect(host.images.pull(image, () => stop.abort())).rejects.toMatchObject({ code: 'cancelled' })
    expect(await other.images.find(pinned(image))).toBeNull()
  })

  test('an engine that stops says so, may be tried again, and goes on when it is back', async () => {
    const host = await there.host()
    await host.containers.list()
    const running = host.containers.once(plain(there.idle, 'ph_restart', ['sleep', '1000']), silent).then(
      (ended) => ended,
      (error: unknown) => error as Error,
    )
    await expect
      .poll(async () => (await host.containers.find('ph_restart'))?.state, { timeout: 30_000 })
      .toBe('running')
    await there.server.stopEngine()
    const outcome = await running
    // What it ran was ended by it, or nobody could say how it ended.
    if (outcome instanceof Error) expect(outcome).toMatchObject({ transient: true })
    else expect(outcome.code).not.toBe(0)
    await expect(host.containers.list()).rejects.toMatchObject({ code: 'engine_unreachable', transient: true })
    await there.server.startEngine()
    expect(await host.containers.engine()).toMatchObject({ architecture: expect.any(String) })
    await host.containers.remove('ph_restart')
  })

  test('a user who may not use the engine is named, with the one line that mends it', async () => {
    const connection = await there.connection({}, { user: 'deployer' })
    const host = connection.host({ signal: never, pulse: silent })
    await expect(host.containers.list()).rejects.toMatchObject({
      code: 'engine_forbidden',
      facts: { user: 'deployer' },
    })
    const docked = (await there.connection({}, { user: 'docked' })).host({ signal: never, pulse: silent })
    expect(await docked.containers.list()).toEqual(expect.any(Array))
  })

  test('a full disk is called that', async () => {
    const host = await small.host()
    const image = await host.images.resolve(lab.images.postgres)
    await expect(host.images.pull(image, silent)).rejects.toMatchObject({
      code: 'disk_full',
      facts: { server: small.server.address },
    })
  })
})
