import { parentPort } from 'node:worker_threads'
import type { Briefing } from '../core/job/briefing.ts'
import type { Pipeline } from '../core/pipeline/stage.ts'
import { decodeBriefing, type FromWorker, protocol, type ToWorker } from './protocol.ts'
import { Allowance } from './run/allowance.ts'
import { noHost, type StageHosts } from './run/hosts.ts'
import { PracticeCalls } from './run/practise.ts'
import { failureOf } from './run/stage.ts'
import { newRun } from './run/work.ts'
import { runPipeline } from './run.ts'

const beatEveryMs = 1000
/** Somebody else may own the job by now: better to stop than to do it twice. */
const unansweredMs = 8000

export interface Work {
  pipelineNamed(name: string): Pipeline<never>
  hostsOf(briefing: Briefing, calls: PracticeCalls): StageHosts
  /** Loads what a job will want, while nobody waits for it. */
  warmUp?(): Promise<unknown>
}

/** The life of a worker thread: it waits, is briefed, beats, runs one pipeline and ends. */
export function serve({ pipelineNamed, hostsOf, warmUp }: Work): void {
  const port = parentPort
  if (!port) throw new Error('a worker runs as a thread')
  const stop = new AbortController()
  let answered = performance.now()
  let allowance: Allowance | null = null
  const tell = (message: FromWorker) => {
    port.postMessage(message)
    // What is written is written by whoever owns the job.
    if (message.say === 'line' && allowance?.spend()) answered = performance.now()
  }
  const calls = new PracticeCalls(tell)

  port.on('message', (message: ToWorker) => {
    if (message.say === 'beat') answered = performance.now()
    else if (message.say === 'cancel') stop.abort()
    else if (message.say === 'hello') hello()
    else if (message.say === 'begin') {
      allowance = new Allowance(message.written)
      void begin(message.sealed)
    } else calls.heard(message)
  })

  function hello(): void {
    answered = performance.now()
    setInterval(() => {
      if (performance.now() - answered > unansweredMs) process.exit(3)
      tell({ say: 'beat' })
    }, beatEveryMs)
    tell({ say: 'ready', protocol })
  }

  async function begin(sealed: string): Promise<void> {
    const briefing = decodeBriefing(sealed)
    try {
      const hosts = hostsOf(briefing, calls)
      await runPipeline(pipelineNamed(briefing.pipeline), briefing, hosts, tell, stop.signal)
    } catch (error) {
      const failure = failureOf(newRun(briefing, noHost, tell), { id: briefing.pipeline }, error)
      tell({ say: 'failed', failure: { ...failure, stage: null } })
    }
    // What a stage left behind, a socket that hangs, must not keep the thread; what was told before is still heard.
    process.exit(0)
  }

  // What cannot be loaded fails the job that wants it, and says so there.
  warmUp?.().catch(() => {})
}
