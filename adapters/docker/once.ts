import { Fault } from '../../core/error.ts'
import type { ContainerSpec, Containers, Ended, Labels } from '../../core/ports/containers.ts'
import { rest, whyEnded } from '../remote/reason.ts'
import type { Kind } from './body.rule.ts'
import { pathOf } from './call.ts'
import { createContainer, removeContainer } from './create.ts'
import type { Dock } from './dock.ts'
import { inspect, inspectEnded, outOfMemory } from './inspect.ts'
import { tellLog } from './log.ts'
import { type Inspected, statusCodeIn } from './shapes.ts'
import { startContainer } from './start.ts'
import { Told } from './told.ts'

type Progress = Parameters<Containers['once']>[1]

/**
 * Runs to its end and is taken away. It belongs to the engine and not to our line: where that drops, the next one who
 * asks finds it by its name, hears its log from the beginning, and learns how it ended.
 */
export async function runOnce(
  dock: Dock,
  spec: ContainerSpec,
  progress: Progress,
  ready?: Parameters<Containers['once']>[2],
): Promise<Ended> {
  try {
    const id = await begunBeside(dock, spec, ready)
    const told = new Told((line, number) => progress(line, { log: id, number }))
    const code = await followed(dock, id, told)
    const found = await inspectEnded(dock, id)
    await removeContainer(dock, id)
    if (found?.oomKilled && code !== 0) throw outOfMemory(spec.name, found)
    return { code, log: told.text }
  } catch (error) {
    if (dock.view.signal.aborted) await dock.afterwards((after) => ended(after, spec.name))
    throw error
  }
}

/** Nobody waits for it, and it goes by itself when it has ended. One that is there is let be. */
export async function beginContainer(dock: Dock, spec: ContainerSpec): Promise<void> {
  const made = await madeOrThere(dock, spec, 'fleeting')
  if (made.state === 'created') await startOrRemove(dock, made.id)
}

/** Whoever runs it finds it. */
export async function beginOnce(dock: Dock, spec: ContainerSpec): Promise<void> {
  await begun(dock, spec)
}

/** What it waits for may fail: then nobody ever tells it to begin. */
async function begunBeside(dock: Dock, spec: ContainerSpec, ready = () => Promise.resolve()): Promise<string> {
  const [made, readied] = await Promise.allSettled([begun(dock, spec), ready()])
  if (readied.status === 'rejected') {
    if (made.status === 'fulfilled') await dock.afterwards((after) => removeContainer(after, made.value.id))
    throw readied.reason
  }
  if (made.status === 'rejected') throw made.reason
  return made.value.id
}

/** One that another job left behind when it had ended says nothing of ours. */
async function begun(dock: Dock, spec: ContainerSpec): Promise<{ id: string }> {
  const found = await inspect(dock, spec.name)
  const stale = found?.state === 'exited' && !sameLabels(found.labels, spec.labels)
  if (found && stale) await removeContainer(dock, found.id)
  if (found && !stale) {
    if (found.state === 'created') await startContainer(dock, found.id)
    return found
  }
  const made = await madeOrThere(dock, spec, 'once')
  // Starting what runs or has ended already would begin it again.
  if (made.state === 'created') await startOrRemove(dock, made.id)
  return made
}

/** What cannot even begin is not left behind; what a cut line began is found again. */
async function startOrRemove(dock: Dock, id: string): Promise<void> {
  try {
    await startContainer(dock, id)
  } catch (error) {
    if (!(error instanceof Fault && error.transient)) await dock.afterwards((after) => removeContainer(after, id))
    throw error
  }
}

/** A name is taken a moment before its container can be seen, and may be free again a moment after it was. */
async function madeOrThere(dock: Dock, spec: ContainerSpec, kind: Kind): Promise<Pick<Inspected, 'id' | 'state'>> {
  for (let left = 50; ; left -= 1) {
    try {
      return { ...(await createContainer(dock, spec, kind)), state: 'created' }
    } catch (error) {
      const taken = error instanceof Fault && error.code === 'name_taken'
      const there = taken ? await inspect(dock, spec.name) : null
      if (there) return there
      if (!taken || left === 0) throw error
      await rest(20, dock.view.signal)
    }
  }
}

/** To its end. Who waits hears of it first: the rest of the log is read then, and not waited for. */
async function followed(dock: Dock, id: string, told: Told): Promise<number> {
  const tell = (output: number, text: string) => told.add(output, text)
  const over = new AbortController()
  const given = () => over.abort(whyEnded(dock.view.signal))
  if (dock.view.signal.aborted) given()
  else dock.view.signal.addEventListener('abort', given, { once: true })
  const watching = dock.watchedBy({ pulse: () => dock.view.pulse(), signal: over.signal })
  const reading = tellLog(watching, id, true, told.position, tell).catch((error: unknown) => {
    if (!over.signal.aborted || dock.view.signal.aborted) throw error
  })
  try {
    const ending = untilEnded(watching, id).finally(() => over.abort())
    const [code] = await Promise.all([ending, reading])
    await tellLog(dock, id, false, told.position, tell).catch(unlessGone)
    told.end()
    return code
  } finally {
    dock.view.signal.removeEventListener('abort', given)
    over.abort()
  }
}

/** Somebody else waited for the same one, and took it away a moment ago: how it ended is known all the same. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Fault && error.code === 'container_gone')) throw error
}

async function untilEnded(dock: Dock, id: string): Promise<number> {
  const about = { what: `wait for ${id}`, name: id }
  const query = { condition: 'not-running' }
  const said = await dock.stream({ method: 'POST', path: pathOf('containers', id, 'wait'), query, about })
  const chunks: Buffer[] = []
  try {
    for await (const chunk of said) chunks.push(Buffer.from(chunk as Buffer))
    return statusCodeIn(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  } catch (error) {
    throw await dock.explained(error)
  }
}

/** Killed, taken away, and looked for. */
async function ended(dock: Dock, name: string): Promise<void> {
  await removeContainer(dock, name)
  const left = await inspect(dock, name)
  if (left && left.state !== 'removing')
    throw new Fault('engine_refused', { ...dock.place, what: `end ${name}`, why: `it is ${left.state} still` })
}

function sameLabels(there: Record<string, string>, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => there[name] === value)
}
