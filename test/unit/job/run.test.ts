import { afterEach, describe, expect, test, vi } from 'vitest'
import { Fault } from '../../../core/error.ts'
import type { Stage } from '../../../core/pipeline/stage.ts'
import type { Connection, RemoteHost } from '../../../core/ports/host.ts'
import { decodeBriefing, encodeBriefing } from '../../../jobs/protocol.ts'
import { overOneConnection } from '../../../jobs/run/hosts.ts'
import { address, briefing, equipment, gate, runs, stage } from './pipeline.ts'

afterEach(() => void vi.useRealTimers())

const fails =
  (code: 'server_unreachable' | 'engine_unreachable', transient = false) =>
  () =>
    Promise.reject(new Fault(code, { server: 'box1', why: 'refused', user: 'root', socket: '/s' }, { transient }))

describe('stages', () => {
  test('start as soon as what they need is done, side by side', async () => {
    const [left, right] = [gate(), gate()]
    // Each waits for the other to have begun: one after the other they would never end.
    const { steps } = await runs([
      stage('first'),
      stage('left', () => Promise.resolve(left.open()).then(() => right.opened), { needs: ['first'] }),
      stage('right', () => Promise.resolve(right.open()).then(() => left.opened), { needs: ['first'] }),
      stage('last', undefined, { needs: ['left', 'right'] }),
    ])
    expect(steps.slice(0, 4)).toEqual(['begun first', 'completed first', 'begun left', 'begun right'])
    expect(steps.slice(4, 6).sort()).toEqual(['completed left', 'completed right'])
    expect(steps.slice(6)).toEqual(['begun last', 'completed last', 'done'])
  })

  test('may be a dozen at once, and do a dozen things each: nobody calls that a leak', async () => {
    const warned = vi.fn()
    process.on('warning', warned)
    const all = gate()
    const waiting = Array.from({ length: 12 }, (_, number) => stage(`stage ${number}`, () => all.opened))
    const busy = stage('busy', ({ signal }) => {
      for (let number = 0; number < 12; number += 1) signal.addEventListener('abort', () => {})
      return all.opened
    })
    await runs([...waiting, busy, stage('last', () => Promise.resolve(all.open()))])
    // Warnings are told a moment later.
    await new Promise(setImmediate)
    process.off('warning', warned)
    expect(warned).not.toHaveBeenCalled()
  })

  test('do not wait for slower ones that they do not need', async () => {
    const slow = gate()
    const { steps } = await runs([
      stage('slow', () => slow.opened),
      stage('quick'),
      stage('after quick', () => Promise.resolve(slow.open()), { needs: ['quick'] }),
    ])
    expect(steps.indexOf('begun after quick')).toBeLessThan(steps.indexOf('completed slow'))
  })

  test('hand back what they found, and hand over what they kept', async () => {
    const { messages } = await runs([
      stage('one', (work) => Promise.resolve(work.keep({ image: 'sha256:1' }))),
      stage('two', (work) => Promise.resolve(work.result(work.kept('one'))), { needs: ['one'] }),
    ])
    expect(messages).toContainEqual({ say: 'kept', stage: 'one', value: { image: 'sha256:1' } })
    expect(messages).toContainEqual({ say: 'result', value: { image: 'sha256:1' } })
  })

  test('that are done already do not act', async () => {
    const { steps } = await runs([
      stage('one', () => Promise.reject(new Error('was run')), { done: () => Promise.resolve(true) }),
    ])
    expect(steps).toEqual(['begun one', 'completed one', 'done'])
  })
})

describe('a failure', () => {
  test('ends the run with code, sentence and remedy; nothing new starts, what runs is stopped', async () => {
    const running = gate()
    const { steps, messages, lines } = await runs([
      stage('bad', () => running.opened.then(fails('engine_unreachable'))),
      stage('sibling', (work) => {
        running.open()
        return new Promise((_, reject) => work.signal.addEventListener('abort', () => reject(new Error('stopped'))))
      }),
      stage('next', undefined, { needs: ['sibling'] }),
      stage('after', undefined, { needs: ['bad'] }),
    ])
    expect(steps).toEqual(['begun bad', 'begun sibling', 'failed bad', 'skipped sibling', 'failed: engine_unreachable'])
    expect(messages.at(-1)).toMatchObject({ failure: { stage: 'bad', remedy: expect.stringContaining('Docker runs') } })
    expect(lines).toContain('Stopped, because “bad” failed')
  })

  test('that does not stop the run is a warning, and what needs it goes on', async () => {
    const { steps, messages } = await runs([
      stage('dns', fails('server_unreachable'), { stops: () => false }),
      stage('after', undefined, { needs: ['dns'] }),
    ])
    expect(steps).toEqual(['begun dns', 'warned dns', 'begun after', 'completed after', 'done'])
    const data = { code: 'server_unreachable' }
    expect(messages).toContainEqual(expect.objectContaining({ say: 'line', level: 'warning', stage: 'dns', data }))
  })

  test('depends on what the job is for', async () => {
    const stops = vi.fn((input: { n: number }) => input.n === 1)
    const { steps } = await runs([stage('one', fails('server_unreachable'), { stops })])
    expect(steps.at(-1)).toBe('failed: server_unreachable')
    expect(stops).toHaveBeenCalledWith({ n: 1 })
  })

  test('that calls itself transient is tried again, later each time; any other is not', async () => {
    vi.useFakeTimers()
    const tried: number[] = []
    const retries = { times: 2, afterMs: 1000 }
    const running = runs([
      stage('shaky', () => Promise.resolve(tried.push(Date.now())).then(fails('server_unreachable', true)), {
        retries,
        deadlineMs: 60_000,
      }),
    ])
    await vi.runAllTimersAsync()
    const { steps, lines } = await running
    expect(steps.at(-1)).toBe('failed: server_unreachable')
    expect(tried.map((at) => at - (tried[0] ?? 0))).toEqual([0, 1000, 3000])
    expect(lines.filter((line) => line.includes('Trying again'))).toEqual([
      expect.stringContaining('in 1 s, 1 of 2'),
      expect.stringContaining('in 2 s, 2 of 2'),
    ])
    const once = vi.fn(fails('server_unreachable'))
    await runs([stage('sure', once, { retries })])
    expect(once).toHaveBeenCalledTimes(1)
  })

  test('is over once a try goes well', async () => {
    vi.useFakeTimers()
    const tries = vi
      .fn(fails('server_unreachable', true))
      .mockRejectedValueOnce(new Fault('too_fast', {}, { transient: true }))
    tries.mockResolvedValueOnce(undefined as never)
    const running = runs([stage('shaky', tries, { retries: { times: 3, afterMs: 10 } })])
    await vi.runAllTimersAsync()
    expect((await running).steps.at(-1)).toBe('done')
    expect(tries).toHaveBeenCalledTimes(2)
  })
})

describe('a stage that does not end', () => {
  test('is left at its deadline, and what it says later is not heard', async () => {
    vi.useFakeTimers()
    let late = () => {}
    const running = runs([
      stage('slow', (work) => new Promise(() => (late = () => work.say('info', 'too late'))), { deadlineMs: 20_000 }),
    ])
    await vi.advanceTimersByTimeAsync(19_999)
    await vi.advanceTimersByTimeAsync(1)
    const { messages, steps, lines } = await running
    expect(messages.at(-1)).toMatchObject({ failure: { code: 'timed_out', stage: 'slow' } })
    late()
    expect([steps.length, lines]).toEqual([3, ['slow took longer than 20 s.']])
  })

  test('is given up when it is silent for too long; a line is a sign of life', async () => {
    vi.useFakeTimers()
    const running = runs([
      stage(
        'quiet',
        async (work) => {
          for (const n of [1, 2, 3]) {
            await new Promise((resolve) => setTimeout(resolve, 900))
            work.say('info', `${n}`)
          }
          await new Promise(() => {})
        },
        { deadlineMs: 60_000, idleMs: 1000 },
      ),
    ])
    await vi.advanceTimersByTimeAsync(10_000)
    const { messages, lines } = await running
    expect(lines.slice(0, 3)).toEqual(['1', '2', '3'])
    expect(messages.at(-1)).toMatchObject({ failure: { code: 'silent', message: 'quiet said nothing for 1 s.' } })
  })
})

describe('secrets', () => {
  test('are masked in lines, in data, in what is kept and in failures', async () => {
    const { messages } = await runs([
      stage('one', (work) => {
        work.say('info', 'key is very-private-key', { url: `https://x:${encodeURIComponent('pass/word-1')}@git` })
        work.say('info', 'list', [{ 'pass/word-1': ['very-private-key'] }, work.secret('database')])
        work.keep({ password: 'pass/word-1' })
        work.result('very-private-key')
        return Promise.reject(new Error('no access with pass/word-1'))
      }),
    ])
    const text = JSON.stringify(messages)
    expect(text).not.toMatch(/very-private-key|pass\/word-1|pass%2Fword-1/)
    expect(messages).toContainEqual(
      expect.objectContaining({ message: 'key is •••', data: { url: 'https://x:•••@git' } }),
    )
    expect(messages.at(-1)).toMatchObject({ failure: { message: expect.stringContaining('no access with •••') } })
  })

  test('are given by name, and only to the job that has them', async () => {
    const { messages } = await runs([stage('one', (work) => Promise.resolve(void work.secret('another')))])
    expect(messages.at(-1)).toMatchObject({ failure: { message: expect.stringContaining('no secret called another') } })
  })

  test('reach the thread in a briefing, and still print as •••', () => {
    const there = decodeBriefing(encodeBriefing(briefing))
    expect(there.address?.privateKey.reveal()).toBe('very-private-key')
    expect(there.secrets['database']?.reveal()).toBe('pass/word-1')
    expect(there.equipment?.registries[0]?.password.reveal()).toBe('registry-password')
    expect(JSON.stringify(there)).not.toMatch(/very-private-key|pass.word|registry-password/)
  })
})

describe('the connection', () => {
  const line = (close: () => void, end = () => {}): Connection => ({
    host: () => ({}) as RemoteHost,
    quiet: () => Promise.resolve(),
    end: () => Promise.resolve(end()),
    whenDropped: () => {},
    close: () => Promise.resolve(close()),
  })
  const server = { address, equipment, errand: { jobId: 'j', fence: 1 }, isLeft: false }
  const uses = (id: string, needs: string[] = []) => stage(id, async (work) => void (await work.host()), { needs })

  test('serves all stages and is closed once', async () => {
    const [connect, close] = [vi.fn(() => Promise.resolve(line(close))), vi.fn()]
    await runs([uses('one'), uses('two')], { hosts: overOneConnection(server, () => Promise.resolve({ connect })) })
    expect([connect.mock.calls.length, close.mock.calls.length]).toEqual([1, 1])
  })

  test('is made anew where it could not be made', async () => {
    const close = vi.fn()
    const connect = vi.fn(() => Promise.resolve(line(close))).mockImplementationOnce(fails('server_unreachable', true))
    const again = { ...uses('one'), retries: { times: 1, afterMs: 0 } }
    const { steps } = await runs([again], { hosts: overOneConnection(server, () => Promise.resolve({ connect })) })
    expect(steps.at(-1)).toBe('done')
    expect([connect.mock.calls.length, close.mock.calls.length]).toEqual([2, 1])
  })

  test('of a worker that did not listen to a cancel is made again, to end what it left there', async () => {
    const [clean, end] = [vi.fn(), vi.fn()]
    const before = [{ stage: 'one', state: 'running', kept: null, takenOver: true }] as const
    const hosts = (connect: () => Promise<Connection>) =>
      overOneConnection({ ...server, isLeft: true }, () => Promise.resolve({ connect }))
    const tidied = { clean: () => Promise.resolve(clean()) }
    const cleans = (connect: () => Promise<Connection>) =>
      runs([stage('one', undefined, tidied)], { mode: 'clean', before, hosts: hosts(connect) })

    const { messages } = await cleans(fails('server_unreachable', true))
    expect(messages.at(-1)).toMatchObject({ failure: { code: 'cancelled' }, owed: { code: 'server_unreachable' } })
    expect(clean).not.toHaveBeenCalled()

    const { messages: later } = await cleans(() => Promise.resolve(line(() => {}, end)))
    expect(later.at(-1)).not.toHaveProperty('owed')
    expect([end.mock.calls.length, clean.mock.calls.length]).toEqual([1, 1])
  })

  test('that never was has left nothing: a cancel owes nothing', async () => {
    const stop = new AbortController()
    const connect = vi.fn(() => {
      stop.abort()
      return fails('server_unreachable', true)()
    })
    const hosts = overOneConnection(server, () => Promise.resolve({ connect }))
    const { messages } = await runs([uses('one')], { hosts, signal: stop.signal })
    expect(messages.at(-1)).toMatchObject({ failure: { code: 'cancelled' } })
    expect(messages.at(-1)).not.toHaveProperty('owed')
    expect(connect).toHaveBeenCalledTimes(1)
  })
})

describe('what could not be brought back', () => {
  const away = (code: 'server_unreachable' | 'host_key_changed', transient: boolean) => () =>
    Promise.reject(new Fault(code, { server: 'box1', why: 'refused' }, { transient }))
  const bad = (more: Partial<Stage<never>>) => stage('bad', fails('engine_unreachable'), { needs: ['first'], ...more })

  test('is said, and is owed: by the stage that came first', async () => {
    const { messages, lines } = await runs([
      stage('first', undefined, { rescue: away('server_unreachable', true) }),
      bad({ rescue: away('host_key_changed', false) }),
    ])
    expect(messages.at(-1)).toMatchObject({
      failure: { code: 'engine_unreachable' },
      owed: { code: 'server_unreachable', why: expect.stringMatching(/box1.*box1/), passes: true },
    })
    expect(lines.filter((line) => line.startsWith('Could not be brought back: '))).toHaveLength(2)
  })

  test('is first of all that people are not served, whatever else is missing', async () => {
    const missing = (why: string) => () => Promise.reject(new Fault('not_back', { why }))
    const { messages } = await runs([
      stage('first', undefined, { rescue: away('server_unreachable', true) }),
      bad({ rescue: missing('it is away') }),
    ])
    const why = expect.stringMatching(/^The release from before does not serve yet.*box1/)
    expect(messages.at(-1)).toMatchObject({ owed: { code: 'not_back', why, passes: true } })
  })

  test('and never will be is owed too, and nobody comes again for it', async () => {
    const { messages } = await runs([stage('first'), bad({ rescue: away('host_key_changed', false) })])
    expect(messages.at(-1)).toMatchObject({ owed: { code: 'host_key_changed', passes: false } })
  })

  test('is nothing where all was brought back', async () => {
    const { messages } = await runs([stage('first'), bad({ rescue: () => Promise.resolve() })])
    expect(messages.at(-1)).not.toHaveProperty('owed')
  })

  test('has as long as its stage, and not only as long as it takes to tidy up', async () => {
    vi.useFakeTimers()
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 200_000))
    const running = runs([stage('first'), bad({ rescue: slow, deadlineMs: 300_000 })])
    await vi.advanceTimersByTimeAsync(200_000)
    expect((await running).messages.at(-1)).not.toHaveProperty('owed')
  })
})

test('given up, only what people need is brought back, of the stages that were begun', async () => {
  const seen: string[] = []
  const own = (id: string) =>
    stage(id, () => Promise.resolve(void seen.push(`run ${id}`)), {
      rescue: () => Promise.resolve(void seen.push(`rescue ${id}`)),
    })
  const before = [{ stage: 'one', state: 'pending', kept: null, takenOver: true }] as const
  const { messages } = await runs([own('one'), own('two')], { mode: 'rescue', before })
  expect(seen).toEqual(['rescue one'])
  expect(messages.at(-1)).toMatchObject({ say: 'failed', failure: { code: 'gave_up' } })
})

describe('a log that is followed', () => {
  /** A stage that hears a log from its beginning, however often it is asked. */
  const follows = (log: string, lines: number, more: Partial<Stage<never>> = {}) =>
    stage(
      'one',
      (work) => {
        for (let number = 1; number <= lines; number += 1) work.sayOf({ log, number }, 'debug', `line ${number}`)
        return Promise.resolve()
      },
      more,
    )
  const heard = { stage: 'one', state: 'pending', kept: null } as const

  test('is told on from where an earlier worker of the job had come', async () => {
    const before = [{ ...heard, told: { log: 'f2e3', number: 2 }, takenOver: true }]
    const { lines, messages } = await runs([follows('f2e3', 4)], { before })
    expect(lines).toEqual(['line 3', 'line 4'])
    expect(messages).toContainEqual(expect.objectContaining({ message: 'line 4', place: { log: 'f2e3', number: 4 } }))
  })

  test('is told from the beginning where it is another one, or another job told it', async () => {
    const all = ['line 1', 'line 2']
    const other = [{ ...heard, told: { log: 'aaaa', number: 2 }, takenOver: true }]
    expect((await runs([follows('f2e3', 2)], { before: other })).lines).toEqual(all)
    const retried = [{ ...heard, told: { log: 'f2e3', number: 2 }, takenOver: false }]
    expect((await runs([follows('f2e3', 2)], { before: retried })).lines).toEqual(all)
  })

  test('is not told twice where the stage is tried again', async () => {
    let tries = 0
    const again = stage(
      'one',
      (work) => {
        tries += 1
        for (let number = 1; number <= tries * 2; number += 1)
          work.sayOf({ log: 'f2e3', number }, 'debug', `line ${number}`)
        if (tries === 1) throw new Fault('too_fast', {}, { transient: true })
        return Promise.resolve()
      },
      { retries: { times: 1, afterMs: 1 } },
    )
    const { lines } = await runs([again])
    expect(lines.filter((one) => one.startsWith('line'))).toEqual(['line 1', 'line 2', 'line 3', 'line 4'])
  })
})
