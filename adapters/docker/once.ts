import { Fault } from '../../core/error.ts'
import type { ContainerSpec, Ended, Labels } from '../../core/ports/containers.ts'
import { pathOf } from './call.ts'
import { createContainer, removeContainer } from './create.ts'
import type { Dock } from './dock.ts'
import { inspect, outOfMemory } from './inspect.ts'
import { tellLog } from './log.ts'
import { type Inspected, statusCodeIn } from './shapes.ts'
import { startContainer } from './start.ts'

/**
 * Runs to its end and is taken away. It belongs to the engine and not to our line: where that drops, the next one who
 * asks finds it by its name, reads on where the log was left, and learns how it ended.
 */
export async function runOnce(dock: Dock, spec: ContainerSpec, progress: (line: string) => void): Promise<Ended> {
  try {
    const { id } = await begun(dock, spec)
    const code = await followed(dock, id, progress)
    const found = await inspect(dock, id)
    await removeContainer(dock, id)
    if (found?.oomKilled && code !== 0) throw outOfMemory(spec.name, found)
    return { code, log: dock.told(id).text }
  } catch (error) {
    if (dock.view.signal.aborted) await dock.afterwards((after) => ended(after, spec.name))
    throw error
  }
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
  const made = await madeOrThere(dock, spec)
  // Starting what runs or has ended already would begin it again.
  if (made.state !== 'created') return made
  try {
    await startContainer(dock, made.id)
  } catch (error) {
    // What cannot even begin is not left behind; what a cut line began is found again.
    if (!(error instanceof Fault && error.transient)) await dock.afterwards((after) => removeContainer(after, made.id))
    throw error
  }
  return made
}

async function madeOrThere(dock: Dock, spec: ContainerSpec): Promise<Pick<Inspected, 'id' | 'state'>> {
  try {
    return { ...(await createContainer(dock, spec, 'once')), state: 'created' }
  } catch (error) {
    const taken = error instanceof Fault && error.code === 'name_taken'
    const there = taken ? await inspect(dock, spec.name) : null
    if (!there) throw error
    return there
  }
}

/** To its end. Who waits hears of it first: the rest of the log is read then, and not waited for. */
async function followed(dock: Dock, id: string, progress: (line: string) => void): Promise<number> {
  const told = dock.told(id)
  const tell = (output: number, text: string) => told.add(output, text, progress)
  const over = new AbortController()
  const watching = dock.watchedBy({ ...dock.view, signal: AbortSignal.any([dock.view.signal, over.signal]) })
  const reading = tellLog(watching, id, true, told.position, tell).catch((error: unknown) => {
    if (!over.signal.aborted) throw error
  })
  try {
    const ending = untilEnded(watching, id).finally(() => over.abort())
    const [code] = await Promise.all([ending, reading])
    await tellLog(dock, id, false, told.position, tell)
    told.end(progress)
    return code
  } finally {
    over.abort()
  }
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
