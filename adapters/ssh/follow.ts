import { Fault } from '../../core/error.ts'
import type { LongRun, View } from '../../core/ports/host.ts'
import { reasonOf, rest } from '../remote/reason.ts'
import { carrying } from './end.ts'
import { fullDisk, higherFence, lost, noRoom } from './fence.ts'
import { runScript } from './follow.scripts.ts'
import type { Line } from './line.ts'
import { Told } from './told.ts'

const beginWithinMs = 20_000
const endWithinMs = 15_000
/** Whoever writes more than anybody reads would fill the disk of the server. */
const mostOutput = 64 * 1024 * 1024
/** What `timeout` ends with when it had to end the command, softly and hard. */
const endedByTimeout = [124, 137]

/**
 * A command in a folder of its own on the server, which keeps its process, its output and how it ended. Whoever was
 * cut off asks again from where the output had come to.
 */
export async function follow(line: Line, base: string, run: LongRun, view: View): Promise<{ code: number }> {
  if (!/^[\w.-]{1,120}$/.test(run.id) || run.id.startsWith('.')) throw new Error(`no name for a run: ${run.id}`)
  const { jobId, fence } = line.errand ?? { jobId: 'look', fence: 0 }
  const mark = `${jobId}:${fence}:run:${run.id}`
  // By which the folder is known as the one that this very call began.
  const nonce = crypto.randomUUID()
  const until = performance.now() + run.deadlineMs
  const told = new Told((text) => run.told(text))
  const signal = AbortSignal.any([view.signal, AbortSignal.timeout(run.deadlineMs + beginWithinMs)])
  const seconds = String(Math.max(1, Math.ceil(run.deadlineMs / 1000)))
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const command = [
          'sh',
          '-c',
          runScript,
          'sh',
          base,
          run.id,
          jobId,
          String(fence),
          nonce,
          seconds,
          String(mostOutput / 512),
          run.looksItself ? 'anew' : 'kept',
          String(told.bytes + 1),
        ]
        const { code, errors } = await line.exec([...command, carrying(mark), ...run.command], {
          deadlineMs: Math.max(1000, Math.ceil(until - performance.now())) + beginWithinMs,
          signal,
          long: true,
          ...(run.input ? { input: run.input } : {}),
          output(chunk) {
            view.pulse()
            told.add(chunk)
          },
        })
        if (code === higherFence) throw lost(jobId)
        if (code === noRoom) throw fullDisk(line.address.host)
        const ended = /^ended (\d+)$/m.exec(errors)?.[1]
        told.end()
        if (ended === undefined) throw vanished(run, errors)
        if (endedByTimeout.includes(Number(ended)) && performance.now() >= until - 100) throw late(run, seconds)
        if (ended !== '0' && told.bytes >= mostOutput) throw tooMuch()
        return { code: Number(ended) }
      } catch (error) {
        if (!(error instanceof Fault && error.transient) || signal.aborted) throw reasonOf(signal) ?? error
        if (run.looksItself) throw error
        // It goes on over there; the line waits by itself before it is made anew.
        view.pulse()
        await rest(Math.min(1000, 50 * 2 ** attempt), signal)
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
    await ended(line, mark, run)
    throw view.signal.aborted ? (reasonOf(view.signal) ?? error) : late(run, seconds)
  }
}

/** Cancelled means that nothing of it runs any more. */
async function ended(line: Line, mark: string, run: LongRun): Promise<void> {
  if (await line.end(mark, { deadlineMs: endWithinMs })) return
  throw new Fault('timed_out', { what: `Ending \`${run.command[0] ?? run.id}\``, limit: `${endWithinMs / 1000} s` })
}

function late({ command: [name = 'the command'] }: LongRun, seconds: string): Fault {
  return new Fault('timed_out', { what: `\`${name}\``, limit: `${seconds} s` })
}

function tooMuch(): Fault {
  return new Fault('output_too_large', { limit: `${mostOutput / 1024 / 1024} MB` })
}

function vanished({ command: [name = 'the command'] }: LongRun, errors: string): Fault {
  const why = errors.trim().split('\n').at(-1) || 'its process is gone and left no exit status'
  return new Fault('container_failed', { what: `\`${name}\``, code: 'no exit status', why })
}
