import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LogPlace } from '../../core/ports/containers.ts'
import type { Connection, RemoteHost } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { DockerServer, plain } from './docker-server.ts'
import { describeInLab } from './endpoints.ts'
import { until } from './own-line.ts'

/** Says that it began in a volume, so that a second beginning would be seen. */
/** Waits after this line, if after any, until there is such a file. */
const counting = (lines: number, waitsAt = 0, word = '') => [
  'sh',
  '-c',
  `echo begun >> /data/begun; i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo "line $i"; echo "error $i" >&2; until [ $i -ne ${waitsAt} ] || [ -e /data/${word} ]; do sleep 0.05; done; done; exit 3`,
]
const mounts = [{ source: 'ph_once', target: '/data', readOnly: false }]

describeInLab('what runs once in a container', (lab) => {
  const there = new DockerServer(lab)
  let host: RemoteHost

  beforeAll(async () => {
    await there.start()
    await there.docker('pull', there.idle)
    host = await there.host()
    await host.volumes.create({ name: 'ph_once', labels: {} })
  })
  afterAll(() => there.stop())

  const count = async () =>
    (
      await host.containers.once(
        plain(there.idle, 'ph_look', ['sh', '-c', 'cat /data/begun; rm -f /data/begun'], { mounts }),
        () => {},
      )
    ).log

  test('is told line by line, with how it ended, and nothing is left of it', async () => {
    const told: string[] = []
    const spec = plain(there.idle, 'ph_one', [
      'sh',
      '-c',
      'printf "one\\r\\ntwo\\n"; sleep 0.2; printf "no end"; exit 5',
    ])
    expect(await host.containers.once(spec, (line) => told.push(line))).toEqual({ code: 5, log: 'one\ntwo\nno end\n' })
    expect(told).toEqual(['one', 'two', 'no end'])
    expect(await there.docker('ps', '-aq')).toBe('')
  })

  test('a line longer than the engine keeps in one piece stays one line', async () => {
    const told: string[] = []
    const spec = plain(there.idle, 'ph_long', ['sh', '-c', 'head -c 100000 /dev/zero | tr "\\0" x; echo; echo after'])
    await host.containers.once(spec, (line) => told.push(line))
    expect(told.map(({ length }) => length)).toEqual([100_000, 5])
  })

  test('two who ask for the same one at once wait for one run', async () => {
    const other = await there.host()
    const spec = plain(there.idle, 'ph_same', counting(20), { mounts })
    const [one, two] = await Promise.all([host, other].map((each) => each.containers.once(spec, () => {})))
    expect([one?.code, two?.code]).toEqual([3, 3])
    expect(await count()).toBe('begun\n')
  })

  test('one that ended for another job is not taken for this one', async () => {
    await there
      .docker('run', '--name', 'ph_stale', '--label', 'pilothouse.test=another', there.idle, 'sh', '-c', 'exit 9')
      .catch(() => {})
    expect(await host.containers.once(plain(there.idle, 'ph_stale', ['sh', '-c', 'echo mine']), () => {})).toEqual({
      code: 0,
      log: 'mine\n',
    })
  })

  test('what is begun and not waited for goes by itself, and is begun once', async () => {
    const spec = plain(there.idle, 'ph_begun', ['sh', '-c', 'echo begun >> /data/begun; sleep 0.5'], { mounts })
    await Promise.all([host.containers.begin(spec), host.containers.begin(spec)])
    await host.containers.begin(spec)
    await expect.poll(() => there.docker('ps', '-aq'), { timeout: 30_000 }).toBe('')
    expect(await count()).toBe('begun\n')
  })

  test('what needs more memory than it may have is said to', async () => {
    const spec = plain(
      there.idle,
      'ph_hungry',
      ['sh', '-c', 'tail -c 200000000 /dev/zero | wc -c; exit ${PIPESTATUS:-137}'],
      {
        limits: { cpu: 1, memoryMb: 16 },
      },
    )
    await expect(host.containers.once(spec, () => {})).rejects.toMatchObject({
      code: 'out_of_memory',
      facts: { what: 'ph_hungry', limit: '16 MB' },
    })
    expect(await there.docker('ps', '-aq')).toBe('')
  })

  test('what cannot begin is named and not left behind', async () => {
    await expect(
      host.containers.once(plain(there.idle, 'ph_none', ['/no/such/program']), () => {}),
    ).rejects.toMatchObject({
      code: 'engine_refused',
      facts: { why: expect.stringContaining('no/such/program') },
    })
    expect(await there.docker('ps', '-aq')).toBe('')
  })

  test('starts while what it waits for is made ready', async () => {
    const spec = plain(
      there.idle,
      'ph_ready',
      ['sh', '-c', 'until [ -e /data/word ]; do sleep 0.02; done; echo heard'],
      {
        mounts,
      },
    )
    const giveWord = async () => {
      // Only one that runs already can be waited for here.
      await until(async () => (await host.containers.find('ph_ready'))?.state === 'running')
      await there.docker('exec', 'ph_ready', 'touch', '/data/word')
    }
    expect(await host.containers.once(spec, () => {}, giveWord)).toEqual({ code: 0, log: 'heard\n' })
  })

  test('is gone where that cannot be made ready', async () => {
    const spec = plain(there.idle, 'ph_unready', ['sleep', '1000'])
    const failing = host.containers.once(
      spec,
      () => {},
      () => Promise.reject(new Error('no room for a dump')),
    )
    await expect(failing).rejects.toThrow('no room for a dump')
    expect(await there.docker('ps', '-aq')).toBe('')
  })

  test('given up, it is gone before anybody says so', async () => {
    const stop = new AbortController()
    const own = await there.host(stop.signal)
    const spec = plain(there.idle, 'ph_stopped', ['sh', '-c', 'trap "" TERM; while :; do echo tick; sleep 0.1; done'])
    const running = own.containers.once(spec, () => stop.abort())
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(await there.docker('ps', '-aq')).toBe('')
  })

  describe('when the line is cut in the middle', () => {
    let connection: Connection
    const seen = (): RemoteHost => connection.host({ signal: new AbortController().signal, pulse: () => {} })

    test.each([
      ['the same worker', true],
      ['another one', false],
    ])('%s hears all of it again, each line in the same place, and nothing runs twice', async (_who, same) => {
      connection = await there.connection()
      const spec = plain(there.idle, 'ph_cut', counting(150, 20, `go-${same}`), {
        mounts,
        secrets: { HIDDEN: new Secret('very-hidden') },
      })
      const told = new Map<string, string>()
      let twice = 0
      const hear = (line: string, { log, number }: LogPlace) => {
        const place = `${log} ${number}`
        if (told.has(place)) twice += 1
        expect(told.get(place) ?? line).toBe(line)
        told.set(place, line)
      }
      let cut: Promise<unknown> = Promise.resolve()
      const first = seen().containers.once(spec, (line, place) => {
        hear(line, place)
        // Its own sshd session processes alone: the one that listens stays.
        if (line === 'line 20') cut = there.server.exec('sh', '-c', 'pkill -9 -f "^sshd: root"')
      })
      await expect(first).rejects.toMatchObject({ transient: true })
      await cut
      const before = told.size
      expect(before).toBeLessThanOrEqual(40)
      await there.docker('exec', 'ph_cut', 'touch', `/data/go-${same}`)
      if (!same) connection = await there.connection()
      const ended = await again(() => seen().containers.once(spec, hear))
      expect(ended.code).toBe(3)
      expect(twice).toBeGreaterThanOrEqual(before)
      expect(told.size).toBe(300)
      const of = (what: string) => [...told.values()].filter((line) => line.startsWith(what))
      expect(of('line')).toEqual(Array.from({ length: 150 }, (_, at) => `line ${at + 1}`))
      expect(of('error')).toEqual(Array.from({ length: 150 }, (_, at) => `error ${at + 1}`))
      host = await there.host()
      expect(await count()).toBe('begun\n')
      expect(await there.docker('ps', '-aq')).toBe('')
    })
  })
})

/** As a stage does it, with what calls itself transient. */
async function again<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let left = 10; ; left -= 1) {
    try {
      return await act()
    } catch (error) {
      if (left === 0 || !(error instanceof Error && 'transient' in error && error.transient)) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}
