import type { Call } from './call.ts'
import type { Dock } from './dock.ts'
import { type Step, step } from './shapes.ts'

/** What a pull or a build says, a line of JSON each. An answer that began well may still end with an error. */
export async function* stepsOf(dock: Dock, call: Call): AsyncGenerator<Step> {
  const said = await dock.stream(call)
  let rest = ''
  try {
    said.setEncoding('utf8')
    for await (const chunk of said) {
      dock.view.pulse()
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') yield step(JSON.parse(line))
    }
  } catch (error) {
    throw await dock.explained(error)
  }
  if (rest.trim() !== '') yield step(JSON.parse(rest))
}
