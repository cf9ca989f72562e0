import { expect, test } from 'vitest'
import { Fault } from '../../../core/error.ts'
import type { Briefing } from '../../../core/job/briefing.ts'
import type { Pipeline, Stage } from '../../../core/pipeline/stage.ts'
import type { Hosts } from '../../../core/ports/host.ts'
import { Secret } from '../../../core/secret.ts'
import type { FromWorker } from '../../../jobs/protocol.ts'
import { decodeBriefing, encodeBriefing } from '../../../jobs/protocol.ts'
import { runPipeline } from '../../../jobs/run.ts'

const address = {
  host: 'box1',
  port: 22,
  user: 'root',
  dockerSocket: '/var/run/docker.sock',
  fingerprint: 'SHA256:x',
  privateKey: new Secret('very-private-key'),
}
const briefing: Briefing = {
  jobId: 'j',
  fence: 1,
  pipeline: 'p',
  mode: 'run',
  input: { n: 1 },
  address,
  practice: null,
  secrets: {},
  before: [],
}
const noHosts: Hosts = { connect: () => Promise.reject(new Error('nothing connects here')) }

function stage(id: string, run: Stage<never>['run'], more: Partial<Stage<never>> = {}): Stage<never> {
  return { id, title: id, description: id, needs: [], deadlineMs: 5000, expectedMs: 100, run, ...more }
}

async function told(
  stages: Stage<never>[],
  hosts = noHosts,
  signal = new AbortController().signal,
): Promise<FromWorker[]> {
  const messages: FromWorker[] = []
  const pipeline: Pipeline<never> = { name: 'p', stages }
  await runPipeline(pipeline, briefing, hosts, (message) => void messages.push(message), signal)
  return messages
}

test('stages run in order and hand back what they found', async () => {
  const seen: string[] = []
  const messages = await told([
    stage('one', (work) => Promise.resolve(void seen.push('one')).then(() => work.result({ found: 3 }))),
    stage('two', () => Promise.resolve(void seen.push('two'))),
  ])
  expect(seen).toEqual(['one', 'two'])
  expect(messages.map(({ say }) => say)).toEqual([
    'stage_begun',
    'result',
    'stage_ended',
    'stage_begun',
    'stage_ended',
    'done',
  ])
})

test('a stage that is done already is not run', async () => {
  const messages = await told([
    stage('one', () => Promise.reject(new Error('was run')), { done: () => Promise.resolve(true) }),
  ])
  expect(messages.at(-1)).toEqual({ say: 'done' })
})

test('a failure ends the run with code, sentence and remedy, and what follows is not begun', async () => {
  const messages = await told([
    stage('one', () =>
      Promise.reject(new Fault('engine_unreachable', { server: 'box1', why: 'refused', user: 'root', socket: '/s' })),
    ),
    stage('two', () => Promise.resolve()),
  ])
  const last = messages.at(-1)
  expect(last).toMatchObject({ say: 'failed', failure: { code: 'engine_unreachable', stage: 'one' } })
  expect(messages.filter(({ say }) => say === 'stage_begun')).toHaveLength(1)
})

test('secrets are masked in whatever a stage says', async () => {
  const messages = await told([stage('one', (work) => Promise.resolve(work.say('info', 'key is very-private-key')))])
  expect(JSON.stringify(messages)).not.toContain('very-private-key')
  expect(messages).toContainEqual(expect.objectContaining({ message: 'key is •••' }))
})

test('a stage that does not listen is left at its deadline', async () => {
  const messages = await told([stage('slow', () => new Promise(() => {}), { deadlineMs: 20 })])
  expect(messages.at(-1)).toMatchObject({ say: 'failed', failure: { code: 'timed_out', stage: 'slow' } })
})

test('cancelled is cancelled, whatever the stage made of it', async () => {
  const stop = new AbortController()
  const messages = await told(
    [
      stage('one', (work) => {
        stop.abort()
        return work.signal.aborted ? Promise.reject(new Error('socket hang up')) : Promise.resolve()
      }),
    ],
    noHosts,
    stop.signal,
  )
  expect(messages.at(-1)).toMatchObject({ say: 'failed', failure: { code: 'cancelled' } })
})

test('one connection serves all stages and is closed once', async () => {
  let opened = 0
  let closed = 0
  const hosts: Hosts = {
    connect: () => {
      opened += 1
      return Promise.resolve({
        run: () => Promise.resolve({ code: 0, output: '', errors: '' }),
        containers: { engine: () => Promise.reject(new Error('no engine')), list: () => Promise.resolve([]) },
        close: () => {
          closed += 1
          return Promise.resolve()
        },
      })
    },
  }
  await told(
    [stage('one', async (work) => void (await work.host())), stage('two', async (work) => void (await work.host()))],
    hosts,
  )
  expect([opened, closed]).toEqual([1, 1])
})

test('a briefing reaches the thread with its secret, which still prints as •••', () => {
  const there = decodeBriefing(encodeBriefing(briefing))
  expect(there.address?.privateKey.reveal()).toBe('very-private-key')
  expect(JSON.stringify(there)).not.toContain('very-private-key')
})
