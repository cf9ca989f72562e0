import { describe, expect, test, vi } from 'vitest'
import { Fault } from '../../../core/error.ts'
import type { Briefing } from '../../../core/job/briefing.ts'
import type { FromWorker } from '../../../jobs/protocol.ts'
import { Limits } from '../../../jobs/run/limits.ts'
import { PracticeCalls } from '../../../jobs/run/practise.ts'
import { runs, stage } from './pipeline.ts'

type Before = Briefing['before'][number]
const had = (of: string, state: Before['state'], more: Partial<Before> = {}): Before => ({
  stage: of,
  state,
  kept: null,
  takenOver: true,
  ...more,
})

describe('a worker that takes over', () => {
  test('neither runs nor asks what was done, and has what was kept', async () => {
    const seen: unknown[] = []
    const touched = vi.fn()
    const { steps } = await runs(
      [
        stage('one', touched, { done: () => Promise.resolve(touched()).then(() => true) }),
        stage('warned', touched),
        stage('two', (work) => Promise.resolve(void seen.push(work.kept('one'), work.kept('two'))), {
          needs: ['one', 'warned'],
        }),
      ],
      {
        before: [
          had('one', 'completed', { kept: { at: 7 } }),
          had('warned', 'warned'),
          had('two', 'pending', { kept: 'half of it' }),
        ],
      },
    )
    expect(touched).not.toHaveBeenCalled()
    expect(steps).toEqual(['begun two', 'completed two', 'done'])
    expect(seen).toEqual([{ at: 7 }, 'half of it'])
  })
})

describe('a retry of a failed job', () => {
  const earlier = (of: string, state: Before['state']) => had(of, state, { takenOver: false })

  test('asks what was done whether it still is, trusts what has no question, and starts at what failed', async () => {
    const ran: string[] = []
    const runsAs = (id: string) => () => Promise.resolve(void ran.push(id))
    const { steps, lines } = await runs(
      [
        stage('connecting', runsAs('connecting'), { everyTime: true }),
        stage('trusted', runsAs('trusted')),
        stage('still there', runsAs('still there'), { done: () => Promise.resolve(true) }),
        stage('gone', runsAs('gone'), { done: () => Promise.resolve(false) }),
        stage('warned', runsAs('warned')),
        stage('failed', runsAs('failed')),
      ],
      {
        before: [
          earlier('connecting', 'completed'),
          earlier('trusted', 'completed'),
          earlier('still there', 'completed'),
          earlier('gone', 'completed'),
          earlier('warned', 'warned'),
          earlier('failed', 'failed'),
        ],
      },
    )
    expect(ran).toEqual(['connecting', 'gone', 'warned', 'failed'])
    expect(steps.filter((step) => step.startsWith('completed'))).toHaveLength(6)
    expect(lines).toEqual(['Done before, and not repeated'])
  })
})

describe('a cancelled run', () => {
  test('stops what runs, begins nothing, and cleans what it began, last first', async () => {
    const stop = new AbortController()
    const cleaned: string[] = []
    const cleans = (id: string) => ({ clean: () => Promise.resolve(void cleaned.push(id)) })
    const { steps, lines, messages } = await runs(
      [
        stage('never', undefined, { needs: ['last'], ...cleans('never') }),
        stage('last', () => new Promise(() => stop.abort()), { needs: ['first'], ...cleans('last') }),
        stage('first', undefined, cleans('first')),
      ],
      { signal: stop.signal },
    )
    expect(cleaned).toEqual(['last', 'first'])
    expect(steps).toEqual([
      'begun first',
      'completed first',
      'begun last',
      'failed last',
      'cleaning',
      'failed: cancelled',
    ])
    expect(lines.at(-1)).toBe('Cleaned up: nothing of this job is left behind')
    expect(messages.at(-1)).toMatchObject({ failure: { stage: 'last' } })
  })

  test('is cancelled whatever a stage made of it, also one that only warns', async () => {
    const stop = new AbortController()
    const { steps } = await runs(
      [
        stage(
          'one',
          (work) => {
            stop.abort()
            return work.signal.aborted ? Promise.reject(new Error('socket hang up')) : Promise.resolve()
          },
          { stops: () => false },
        ),
        stage('two', undefined, { needs: ['one'] }),
      ],
      { signal: stop.signal },
    )
    expect(steps.at(-1)).toBe('failed: cancelled')
    expect(steps).not.toContain('begun two')
  })

  test('says what could not be cleaned, and goes on cleaning', async () => {
    const stop = new AbortController()
    const cleaned = vi.fn(() => Promise.resolve())
    const { lines, messages } = await runs(
      [
        stage('one', undefined, { clean: cleaned }),
        stage('two', () => new Promise(() => stop.abort()), {
          needs: ['one'],
          clean: () => Promise.reject(new Fault('server_unreachable', { server: 'box1', why: 'gone' })),
        }),
      ],
      { signal: stop.signal },
    )
    expect(cleaned).toHaveBeenCalledTimes(1)
    expect(messages).toContainEqual(expect.objectContaining({ say: 'line', level: 'warning', stage: 'two' }))
    expect(lines.at(-1)).toContain('but for 1 of 2 stages')
  })

  test('before it began has nothing to clean', async () => {
    const { steps, lines } = await runs([stage('one', undefined, { clean: () => Promise.resolve() })], {
      signal: AbortSignal.abort(),
    })
    expect(steps).toEqual(['cleaning', 'failed: cancelled'])
    expect(lines).toEqual(['Cancelled: there was nothing to clean up'])
  })

  test('whose worker was ended is cleaned by a fresh one, which runs nothing', async () => {
    const [ran, cleaned] = [vi.fn(), vi.fn(() => Promise.resolve())]
    const { steps } = await runs([stage('one', ran, { clean: cleaned }), stage('two', ran, { clean: cleaned })], {
      mode: 'clean',
      before: [had('one', 'running')],
    })
    expect([ran.mock.calls.length, cleaned.mock.calls.length]).toEqual([0, 1])
    expect(steps).toEqual(['cleaning', 'failed: cancelled'])
  })

  test('that was done before anybody cancelled is done', async () => {
    const stop = new AbortController()
    const { steps } = await runs([stage('one')], {
      signal: stop.signal,
      heard: (message) => void (message.say === 'stage_ended' && stop.abort()),
    })
    expect(steps.at(-1)).toBe('done')
  })
})

describe('calls to a practice server', () => {
  function asking() {
    const told: FromWorker[] = []
    const pace = { pulse: vi.fn(), pause: vi.fn(), resume: vi.fn(), signal: new AbortController().signal }
    const calls = new PracticeCalls((message) => void told.push(message))
    const ask = (call: string, signal = new AbortController().signal) =>
      calls.ask({ stage: 'one', call, given: null }, signal, pace)
    return { told, pace, calls, ask }
  }

  test('get their own answers, in whatever order these come', async () => {
    const { told, calls, ask, pace } = asking()
    const [one, two] = [ask('one'), ask('two')]
    expect(told).toEqual([
      { say: 'practise', id: 1, stage: 'one', call: 'one', given: null },
      { say: 'practise', id: 2, stage: 'one', call: 'two', given: null },
    ])
    calls.heard({ say: 'practised', id: 2, value: 'second' })
    calls.heard({ say: 'practised', id: 1, value: 'first' })
    expect(await Promise.all([one, two])).toEqual(['first', 'second'])
    expect(pace.pulse).toHaveBeenCalledTimes(2)
  })

  test('fail with the fault that was answered, transient or not', async () => {
    const { calls, ask } = asking()
    const [known, unknown] = [ask('one'), ask('two')]
    const facts = { server: 'box1', why: 'full' }
    calls.heard({ say: 'refused', id: 1, code: 'server_unreachable', facts, message: '', transient: true })
    calls.heard({ say: 'refused', id: 2, code: null, facts: {}, message: 'what?', transient: false })
    await expect(known).rejects.toMatchObject({ code: 'server_unreachable', transient: true, facts })
    await expect(unknown).rejects.toThrow('what?')
  })

  test('that nobody waits for are forgotten', async () => {
    const { told, calls, ask } = asking()
    const stop = new AbortController()
    const waiting = ask('one', stop.signal)
    stop.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
    expect(told.at(-1)).toEqual({ say: 'forget', id: 1 })
    calls.heard({ say: 'practised', id: 1, value: 'too late' })
    await expect(ask('two', stop.signal)).rejects.toThrow('cancelled')
    expect(told).toHaveLength(2)
  })

  test('that are held on purpose stop the clock of their stage', async () => {
    const { calls, ask, pace } = asking()
    const answer = ask('one')
    calls.heard({ say: 'held', id: 1 })
    calls.heard({ say: 'held', id: 1 })
    expect([pace.pause.mock.calls.length, pace.resume.mock.calls.length]).toEqual([1, 0])
    calls.heard({ say: 'practised', id: 1, value: 1 })
    await answer
    expect(pace.resume).toHaveBeenCalledTimes(1)
  })
})

test('the time of a stage stands still while somebody holds it', async () => {
  vi.useFakeTimers()
  try {
    const limits = new Limits({ title: 'one', deadlineMs: 1000, idleMs: 500 }, new AbortController().signal)
    await vi.advanceTimersByTimeAsync(400)
    limits.pause()
    await vi.advanceTimersByTimeAsync(3_600_000)
    limits.resume()
    limits.pulse()
    await vi.advanceTimersByTimeAsync(400)
    limits.pulse()
    await vi.advanceTimersByTimeAsync(199)
    expect(limits.signal.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(limits.signal.reason).toMatchObject({ code: 'timed_out' })
    limits.close()
  } finally {
    vi.useRealTimers()
  }
})
