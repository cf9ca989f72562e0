import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { frames, Tail } from './frames.ts'
import type { Position } from './position.ts'

/** The end of what a container said. */
export async function logOf(dock: Dock, name: string, lines: number): Promise<string> {
  const about = { what: `read the log of ${name}`, name }
  const query = { stdout: '1', stderr: '1', tail: String(lines) }
  const said = await dock.stream({ method: 'GET', path: pathOf('containers', name, 'logs'), query, about })
  const tail = new Tail()
  try {
    for await (const { content } of frames(said)) tail.add(content)
  } catch (error) {
    throw await dock.explained(error)
  }
  return tail.text()
}

/** Tells what was not told yet, entry by entry, to the end of the log or, with `follow`, of the container. */
export async function tellLog(
  dock: Dock,
  id: string,
  follow: boolean,
  position: Position,
  told: (output: number, text: string) => void,
): Promise<void> {
  const query = { stdout: '1', stderr: '1', timestamps: '1', follow: follow ? '1' : '0', since: position.since }
  const about = { what: `follow the log of ${id}`, name: id }
  const said = await dock.stream({ method: 'GET', path: pathOf('containers', id, 'logs'), query, about })
  position.attach()
  try {
    for await (const { output, content } of frames(said)) {
      const text = content.toString('utf8')
      const space = text.indexOf(' ')
      dock.view.pulse()
      if (position.isNew(text.slice(0, space))) told(output, text.slice(space + 1))
    }
  } catch (error) {
    throw await dock.explained(error)
  }
}
