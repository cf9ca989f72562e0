import { parentPort } from 'node:worker_threads'
import { practiceHost } from '../adapters/practice/host.ts'
import type { Briefing } from '../core/job/briefing.ts'
import { pipelineNamed } from '../core/pipeline/pipelines.ts'
import { decodeBriefing, type FromWorker, protocol, type ToWorker } from './protocol.ts'
import { noHost, overCalls, overOneConnection, type StageHosts } from './run/hosts.ts'
import { PracticeCalls } from './run/practise.ts'
import { failureOf } from './run/stage.ts'
import { newRun } from './run/work.ts'
import { runPipeline } from './run.ts'

/** A thread that runs the pipeline of one job: it has SSH and no database. */
const port = parentPort
if (!port) throw new Error('a worker runs as a thread')

const beatEveryMs = 1000
/** Somebody else may own the job by now: better to stop than to do it twice. */
const unansweredMs = 8000

const stop = new AbortController()
let answered = Date.now()
const tell = (message: FromWorker) => port.postMessage(message)
const calls = new PracticeCalls(tell)

port.on('message', (message: ToWorker) => {
  if (message.say === 'beat') answered = Date.now()
  else if (message.say === 'cancel') stop.abort()
  else if (message.say === 'begin') void begin(message.sealed)
  else calls.heard(message)
})

setInterval(() => {
  if (Date.now() - answered > unansweredMs) process.exit(3)
  tell({ say: 'beat' })
}, beatEveryMs)

async function begin(sealed: string): Promise<void> {
  const briefing = decodeBriefing(sealed)
  try {
    await runPipeline(pipelineNamed(briefing.pipeline), briefing, hostsOf(briefing), tell, stop.signal)
  } catch (error) {
    const failure = failureOf(newRun(briefing, noHost, tell), { id: briefing.pipeline }, error)
    tell({ say: 'failed', failure: { ...failure, stage: null } })
  }
  // What a stage left behind, a socket that hangs, must not keep the thread; what was told before is still heard.
  process.exit(0)
}

/** SSH and all that belongs to it are loaded by those who need them: a thread is started for each job. */
function hostsOf({ practice, address }: Briefing): StageHosts {
  if (practice) return overCalls(calls, practiceHost)
  if (!address) return noHost
  return overOneConnection(address, async () => (await import('../adapters/ssh/hosts.ts')).sshHosts)
}

tell({ say: 'ready', protocol })
