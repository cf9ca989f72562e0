import { Fault } from '../../core/error.ts'
import { rest } from '../remote/reason.ts'
import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { type Inspected, inspected } from './shapes.ts'

export async function inspect(dock: Dock, name: string): Promise<Inspected | null> {
  const about = { what: `look for the container ${name}`, name }
  const { status, body } = await dock.ask({
    method: 'GET',
    path: pathOf('containers', name, 'json'),
    fine: [404],
    about,
  })
  return status === 404 ? null : inspected(body)
}

const killed = 137

/** One that has ended. Of memory that ran out the engine may hear a moment after it heard of the end. */
export async function inspectEnded(dock: Dock, name: string): Promise<Inspected | null> {
  for (let left = 10; ; left -= 1) {
    const found = await inspect(dock, name)
    if (found?.exitCode !== killed || found.oomKilled || left === 0) return found
    await rest(50, dock.view.signal)
  }
}

export function gone(dock: Dock, name: string): Fault {
  return new Fault('container_gone', { ...dock.place, name })
}

/** It needed more memory than it may have. */
export function outOfMemory(name: string, { memoryBytes }: Inspected): Fault {
  return new Fault('out_of_memory', { what: name, limit: `${Math.round(memoryBytes / 1024 / 1024)} MB` })
}
