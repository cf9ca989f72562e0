import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from '../../adapters/ssh/follow.ts'
import type { Line } from '../../adapters/ssh/line.ts'
import type { Address, LongRun } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { describeInLab } from './endpoints.ts'
import { addressOf, base, cutSessions, limits, lineTo, running, until } from './own-line.ts'
import { OwnServer, wellDone } from './own-server.ts'

describeInLab('a long run on a server', (lab) => {
  const server = new OwnServer()
  let address: Address

  beforeAll(async () => {
    await server.start()
    address = addressOf(lab, server)
  })

  afterAll(() => server.stop())

  const view = () => ({ signal: new AbortController().signal, pulse: () => {} })

  function begun(line: Line, run: Partial<LongRun> & Pick<LongRun, 'command'>, watch = view(), at = base) {
    const lines: string[] = []
    const id = `run-${randomUUID()}`
    const ended = follow(line, at, { id, deadlineMs: 60_000, told: (text) => lines.push(text), ...run }, watch)
    // What a test strikes may fail before the test has turned to it.
    ended.catch(() => {})
    return { lines, ended, id: run.id ?? id }
  }

  const counting = (to: number, pause: string) => [
    'sh',
    '-c',
    `for n in $(seq ${to}); do echo "line $n ż"; sleep ${pause}; done`,
  ]
  const counted = (to: number) => Array.from({ length: to }, (_, n) => `line ${n + 1} ż`)

  async function withLine<Result>(
    act: (line: Line) => Promise<Result>,
    errand = { jobId: randomUUID(), fence: 1 },
  ): Promise<Result> {
    const line = await lineTo(address, errand)
    try {
      return await act(line)
    } finally {
      await line.close()
    }
  }

  test('tells every line of both outputs, and how it ended', () =>
    withLine(async (line) => {
      const { lines, ended } = begun(line, {
        command: ['sh', '-c', 'echo one; echo two >&2; printf "a\\rb\\r\\nthree"; exit 9'],
      })
      expect(await ended).toEqual({ code: 9 })
      expect(lines).toEqual(['one', 'two', 'b', 'three'])
    }))

  test('a line that drops again and again loses nothing and repeats nothing, and it runs once', () =>
    withLine(async (line) => {
      const { lines, ended } = begun(line, { command: counting(300, '0.01') })
      for (let cut = 1; cut <= 4; cut += 1) {
        await until(() => Promise.resolve(lines.length >= cut * 50))
        await cutSessions(server)
      }
      expect(await ended).toEqual({ code: 0 })
      expect(lines).toEqual(counted(300))
    }))

  test('goes on while the link is down, and is caught up with', () =>
    withLine(async (line) => {
      const word = `${base}/word-${randomUUID()}`
      const waiting = `echo "line 1 ż"; until [ -e ${word} ]; do sleep 0.05; done`
      const rest = 'for n in $(seq 2 100); do echo "line $n ż"; done'
      const { lines, ended, id } = begun(line, { command: ['sh', '-c', `${waiting}; ${rest}`] })
      await until(() => Promise.resolve(lines.length === 1))
      await server.linkDown()
      try {
        wellDone(await server.exec('touch', word))
        await until(
          async () => (await server.exec('cat', `${base}/.pilothouse/runs/${id}/status`)).output.trim() === '0',
        )
        expect(lines).toEqual(counted(1))
      } finally {
        await server.linkUp()
      }
      expect(await ended).toEqual({ code: 0 })
      expect(lines).toEqual(counted(100))
    }))

  test('of the same name one runs; one that ended well is told again and not begun', () =>
    withLine(async (line) => {
      const id = `run-${randomUUID()}`
      const file = `/opt/${id}`
      const command = ['sh', '-c', `echo begun >>${file}; sleep 0.3; echo done`]
      const both = [begun(line, { id, command }), begun(line, { id, command })]
      expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([{ code: 0 }, { code: 0 }])
      const again = begun(line, { id, command })
      expect(await again.ended).toEqual({ code: 0 })
      expect([...both, again].map(({ lines }) => lines)).toEqual([['done'], ['done'], ['done']])
      expect((await server.exec('cat', file)).output).toBe('begun\n')
    }))

  test('one that failed is tried again by who asks again', () =>
    withLine(async (line) => {
      const id = `run-${randomUUID()}`
      const command = ['sh', '-c', `[ -e /opt/${id} ] && exit 0; touch /opt/${id}; exit 3`]
      expect(await begun(line, { id, command }).ended).toEqual({ code: 3 })
      expect(await begun(line, { id, command }).ended).toEqual({ code: 0 })
    }))

  test('one that looks itself at what is there hears of a line that drops, is taken up, and is begun anew', () =>
    withLine(async (line) => {
      const id = `run-${randomUUID()}`
      const [file, word] = [`/opt/${id}`, `/opt/${id}-word`]
      const waits = `until [ -e ${word} ]; do sleep 0.05; done`
      const run = {
        id,
        command: ['sh', '-c', `echo begun | tee -a ${file}; ${waits}; echo done`],
        looksItself: true,
      } as const
      const first = begun(line, run)
      await until(() => Promise.resolve(first.lines.length === 1))
      await cutSessions(server)
      await expect(first.ended).rejects.toMatchObject({ code: 'server_unreachable', transient: true })
      const second = begun(line, run)
      await until(() => Promise.resolve(second.lines.length === 1))
      await server.exec('touch', word)
      expect(await second.ended).toEqual({ code: 0 })
      expect(second.lines).toEqual(['begun', 'done'])
      expect((await server.exec('cat', file)).output).toBe('begun\n')
      expect(await begun(line, run).ended).toEqual({ code: 0 })
      expect((await server.exec('cat', file)).output).toBe('begun\nbegun\n')
    }))

  test('abort ends it, with all that it began, before it says so', () =>
    withLine(async (line) => {
      const stop = new AbortController()
      const mark = `9${Math.floor(Math.random() * 1e8)}`
      const { ended } = begun(
        line,
        { command: ['sh', '-c', `trap "" TERM; setsid sleep ${mark} & sleep ${mark}`] },
        { ...view(), signal: stop.signal },
      )
      await until(async () => (await running(server, `sleep ${mark}`)) >= 2)
      stop.abort()
      await expect(ended).rejects.toMatchObject({ code: 'cancelled' })
      expect(await running(server, mark)).toBe(0)
    }))

  test('has its time, and is ended over there when it is over', () =>
    withLine(async (line) => {
      const mark = `9${Math.floor(Math.random() * 1e8)}`
      await expect(begun(line, { command: ['sleep', mark], deadlineMs: 1000 }).ended).rejects.toMatchObject({
        code: 'timed_out',
      })
      expect(await running(server, mark)).toBe(0)
    }))

  test('a secret on its standard input is seen in no list of processes and in no file', () =>
    withLine(async (line) => {
      const gate = `/opt/gate-${randomUUID()}`
      const value = `secret-${randomUUID()}\n\n`
      const { lines, ended, id } = begun(line, {
        command: ['sh', '-c', `while [ ! -e ${gate} ]; do sleep 0.05; done; sha256sum`],
        input: new Secret(value),
      })
      await until(() => running(server, gate))
      const seen = await server.exec(
        'sh',
        '-c',
        'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"',
      )
      expect(seen.output).toContain(gate)
      await server.exec('touch', gate)
      expect(seen.output).not.toContain(value.trim())
      expect(await ended).toEqual({ code: 0 })
      const { createHash } = await import('node:crypto')
      expect(lines[0]).toContain(createHash('sha256').update(value).digest('hex'))
      expect((await server.exec('grep', '-r', value.trim(), `${base}/.pilothouse/runs/${id}`)).output).toBe('')
    }))

  test('a worker that takes over ends what the earlier one ran, and begins it anew', async () => {
    const jobId = randomUUID()
    const mark = `9${Math.floor(Math.random() * 1e8)}`
    await withLine(
      async (first) => {
        const id = `run-${jobId}`
        const command = ['sh', '-c', `[ -e /opt/${id} ] && exit 0; touch /opt/${id}; sleep ${mark}`]
        const old = begun(first, { id, command }).ended.catch((error: unknown) => error)
        await until(() => running(server, `sleep ${mark}`))
        await withLine(
          async (second) => {
            expect(await running(server, mark)).toBe(0)
            expect(await begun(second, { id, command }).ended).toEqual({ code: 0 })
          },
          { jobId, fence: 2 },
        )
        expect(await old).toMatchObject({ code: 'worker_lost' })
      },
      { jobId, fence: 1 },
    )
  })

  test('whose process somebody killed says so', () =>
    withLine(async (line) => {
      const { ended, id } = begun(line, { command: ['sleep', '30'] })
      const pid = await until(async () => {
        const [first] = (await server.exec('cat', `${base}/.pilothouse/runs/${id}/pid`)).output.split(' ')
        return first
      })
      await server.exec('kill', '-KILL', '--', `-${pid}`)
      await expect(ended).rejects.toMatchObject({ code: 'container_failed' })
    }))

  test('is over when its command is, whatever that left behind', () =>
    withLine(async (line) => {
      const mark = `9${Math.floor(Math.random() * 1e8)}`
      const { lines, ended } = begun(line, { command: ['sh', '-c', `sleep ${mark} & seq 20000; echo last`] })
      expect(await ended).toEqual({ code: 0 })
      expect([lines.length, lines.at(-1)]).toEqual([20_001, 'last'])
      expect(await running(server, `sleep ${mark}`)).toBeGreaterThan(0)
      await server.exec('pkill', '-f', `sleep ${mark}`)
    }))

  test('one that writes without end is ended before it fills the disk', () =>
    withLine(async (line) => {
      const { ended, id } = begun(line, { command: ['yes', 'x'.repeat(1000)] })
      await expect(ended).rejects.toMatchObject({ code: 'output_too_large' })
      const size = await server.exec('stat', '-c', '%s', `${base}/.pilothouse/runs/${id}/output`)
      expect(Number(size.output)).toBe(64 * 1024 * 1024)
    }))

  test('a full disk is called that where it does not begin, and hides no end where it filled in the middle', () =>
    withLine(async (line) => {
      const small = `/opt/small-${randomUUID()}`
      await server.exec(
        'sh',
        '-c',
        `mkdir -p ${small} && mount -t tmpfs -o size=256k tmpfs ${small} && chmod 777 ${small}`,
      )
      const fill = `dd if=/dev/zero of=${small}/filling bs=4k 2>/dev/null`
      const here = { command: ['sh', '-c', `echo first; ${fill}; seq 5000; exit 7`] }
      expect(await begun(line, here, view(), small).ended).toEqual({ code: 7 })
      await expect(begun(line, { command: ['true'] }, view(), small).ended).rejects.toMatchObject({ code: 'disk_full' })
      await server.exec('rm', `${small}/filling`)
      expect(await begun(line, { command: ['true'] }, view(), small).ended).toEqual({ code: 0 })
      await server.exec('umount', small)
    }))

  test('folders that nobody asks for any more are cleared away', async () => {
    const old = `${base}/.pilothouse/runs/old-${randomUUID()}`
    await server.exec('sh', '-c', `mkdir -p ${old} && touch -d "9 days ago" ${old}`)
    await withLine((line) => line.exec(['true'], limits))
    expect((await server.exec('test', '-e', old)).code).toBe(1)
  })
})
