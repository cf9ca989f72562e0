import { parentPort } from 'node:worker_threads'
import { sshHosts } from '../adapters/ssh/hosts.ts'
import { pipelineNamed } from '../core/pipeline/pipelines.ts'
import { decodeBriefing, type FromWorker, protocol, type ToWorker } from './protocol.ts'
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

port.on('message', (message: ToWorker) => {
  if (message.say === 'beat') answered = Date.now()
  if (message.say === 'cancel') stop.abort()
  if (message.say === 'begin') void begin(message.sealed)
})

const beating = setInterval(() => {
  if (Date.now() - answered > unansweredMs) process.exit(3)
  tell({ say: 'beat' })
}, beatEveryMs)

async function begin(sealed: string): Promise<void> {
  const briefing = decodeBriefing(sealed)
  await runPipeline(pipelineNamed(briefing.pipeline), briefing, sshHosts, tell, stop.signal)
  clearInterval(beating)
  port?.close()
}

tell({ say: 'ready', protocol })
