import { randomUUID } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Fault } from '../../core/error.ts'
import type { Ended, Exec } from '../../core/ports/containers.ts'
import { Secret } from '../../core/secret.ts'
import { rest } from '../remote/reason.ts'
import { pathOf } from './call.ts'
import type { Dock, Hijacked } from './dock.ts'
import { type Frame, frames, Tail } from './frames.ts'
import { execState, idIn } from './shapes.ts'

/** Stands in the environment of what we run, so that it is found again where it must be ended. */
const markName = 'PILOTHOUSE_EXEC'

const lookEveryMs = 500
const silenceMs = 1000

/** Runs in a container that runs already. What it says and what it is fed are bytes, untouched. */
export async function execIn(dock: Dock, name: string, exec: Exec): Promise<Ended> {
  const mark = randomUUID()
  const id = await made(dock, name, { ...exec, environment: { ...exec.environment, [markName]: mark } })
  try {
    const log = await attached(dock, name, id, exec)
    return { code: await codeOf(dock, id), log }
  } catch (error) {
    // Where the line dropped there is no way to it now; otherwise nobody is left who wants it to go on.
    if (!(error instanceof Fault && error.transient)) await dock.afterwards((after) => killed(after, name, id, mark))
    throw error
  }
}

async function made(dock: Dock, name: string, exec: Exec): Promise<string> {
  const environment = Object.entries(exec.environment ?? {}).map(
    ([key, value]) => `${key}=${value instanceof Secret ? value.reveal() : value}`,
  )
  const body = {
    AttachStdin: exec.input !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Cmd: exec.command,
    Env: environment,
    ...(exec.user === undefined ? {} : { User: exec.user }),
  }
  const about = { what: `run \`${exec.command[0] ?? ''}\` in ${name}`, name }
  return idIn((await dock.ask({ method: 'POST', path: pathOf('containers', name, 'exec'), body, about })).body)
}

async function attached(dock: Dock, name: string, id: string, { command, input, output }: Exec): Promise<string> {
  const about = { what: `run \`${command[0] ?? ''}\` in ${name}`, name }
  const body = { Detach: false, Tty: false }
  const channel = await dock.hijack({ method: 'POST', path: pathOf('exec', id, 'start'), body, about })
  const fed = input ? feed(input, channel) : null
  const tail = new Tail()
  const over = { seen: performance.now() }
  const watching = fed ? watchEnd(dock, id, channel, over) : null
  try {
    for await (const frame of frames(channel.output)) {
      over.seen = performance.now()
      dock.view.pulse()
      if (output && frame.output === 1) await written(output, frame)
      else tail.add(frame.content)
    }
    if (fed?.failure) throw fed.failure
    return tail.text()
  } catch (error) {
    const broken = fed?.failure ?? null
    // A line that was cut breaks what was fed too: that is not the source's fault.
    throw broken && !cutOff(broken) ? broken : await dock.explained(broken ?? error)
  } finally {
    watching?.()
    input?.destroy()
    channel.leave()
  }
}

function cutOff(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

/** It may end before it has read all that it was offered: that is no failure. A source that breaks is one. */
function feed(input: Readable, channel: Hijacked): { failure: Error | null } {
  const fed: { failure: Error | null } = { failure: null }
  pipeline(input, channel.input).catch(() => {
    if (!input.errored) return
    fed.failure = input.errored
    channel.output.destroy(input.errored)
  })
  return fed
}

/**
 * The engine keeps a stream open for input that nobody will read any more. So while there is some to give, it is asked
 * now and then whether the command still runs, and when it does not, a moment of silence is the end.
 */
function watchEnd(dock: Dock, id: string, channel: Hijacked, over: { seen: number }): () => void {
  const about = { what: 'ask how a command ended' }
  let looking = true
  const look = async (): Promise<void> => {
    while (looking) {
      await rest(lookEveryMs, dock.view.signal)
      if (!looking || channel.input.writableFinished) return
      const { body } = await dock.ask({ method: 'GET', path: pathOf('exec', id, 'json'), about })
      if (!execState(body).running && performance.now() - over.seen > silenceMs) return channel.leave()
    }
  }
  // What breaks here breaks the stream too, and is told there.
  look().catch((error: unknown) => channel.output.destroy(error instanceof Error ? error : new Error(String(error))))
  return () => {
    looking = false
  }
}

async function written(output: Writable, { content }: Frame): Promise<void> {
  if (output.destroyed) throw output.errored ?? new Error('nobody takes the output any more')
  if (output.write(content)) return
  await new Promise<void>((resolve, reject) => {
    const over = (end: () => void) => {
      output.off('drain', drained)
      output.off('error', failed)
      output.off('close', closed)
      end()
    }
    const drained = () => over(resolve)
    const failed = (error: Error) => over(() => reject(error))
    const closed = () => over(() => reject(new Error('nobody takes the output any more')))
    output.once('drain', drained)
    output.once('error', failed)
    output.once('close', closed)
  })
}

/** The stream may end a moment before the engine knows how the command did. A line that was cut is no end. */
async function codeOf(dock: Dock, id: string): Promise<number> {
  const about = { what: 'ask how a command ended' }
  for (let waitMs = 5; waitMs < 3000; waitMs *= 2) {
    const { running, code } = execState(
      (await dock.ask({ method: 'GET', path: pathOf('exec', id, 'json'), about })).body,
    )
    if (!running) return code
    await rest(waitMs, dock.view.signal)
  }
  throw new Fault('connection_reset', { server: dock.place.server }, { transient: true })
}

/** The engine has no way to end what runs in a container: it is found by its environment, children and all. */
async function killed(dock: Dock, name: string, id: string, mark: string): Promise<void> {
  const script =
    'for p in /proc/[0-9]*; do [ "$p" = "/proc/$$" ] || { grep -qa "$1" "$p/environ" 2>/dev/null && kill -9 "${p#/proc/}"; }; done; true'
  const command = ['sh', '-c', script, 'end', `${markName}=${mark}`]
  const about = { what: 'see that a command ended' }
  const started = await made(dock, name, { command, user: '0:0' })
  await attached(dock, name, started, { command })
  for (let waitMs = 5; waitMs < 5000; waitMs *= 2) {
    if (!execState((await dock.ask({ method: 'GET', path: pathOf('exec', id, 'json'), about })).body).running) return
    await rest(waitMs, dock.view.signal)
  }
  throw new Fault('engine_refused', { ...dock.place, what: `end a command in ${name}`, why: 'it still runs' })
}
