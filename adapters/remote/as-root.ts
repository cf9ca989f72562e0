import { createHash, randomUUID } from 'node:crypto'
import { Fault } from '../../core/error.ts'
import type { Containers } from '../../core/ports/containers.ts'
import { isOurs, partLabel } from '../../core/ports/labels.ts'
import type { AsRoot } from '../ssh/files.ts'

/** More than a few without a shell are not looked through. */
const mostTried = 6

/**
 * The user that we are need not be root: who may use the engine may do in a container what only root may do outside.
 * Any image that is there serves: a shell and the usual commands are all that it takes. Those of our own containers
 * have them; what else lies there may be a program and nothing more.
 */
export function asRootOver(
  { once, list }: Pick<Containers, 'once' | 'list'>,
  imageIds: () => Promise<string[]>,
  place: { base: string; prefix: string },
  jobId: string | undefined,
): AsRoot {
  // Whoever takes a job over does the same again, and so finds and takes away what was left of it.
  const nameFor = (of: readonly string[]) => {
    const print = createHash('sha256')
      .update(JSON.stringify([jobId ?? randomUUID(), ...of]))
      .digest('hex')
    return `${place.prefix}_root_${print.slice(0, 12)}`
  }
  async function tried(image: string, command: readonly string[]): Promise<{ code: number; output: string }> {
    const lines: string[] = []
    const { code } = await once(
      {
        name: nameFor([image, ...command]),
        image,
        labels: { [partLabel]: 'root' },
        networks: [],
        limits: { cpu: 0, memoryMb: 0 },
        mounts: [{ source: place.base, target: place.base, readOnly: false }],
        environment: {},
        secrets: {},
        // Whatever else the image would do first is not wanted here.
        entrypoint: command.slice(0, 1),
        command: command.slice(1),
        user: '0:0',
      },
      (line) => lines.push(line),
    )
    return { code, output: lines.join('\n') }
  }

  return async (command) => {
    const ours = (await list()).filter(({ labels }) => isOurs(labels))
    const images = [...new Set([...ours.map(({ image }) => image), ...(await imageIds())])].slice(0, mostTried)
    for (const image of images) {
      try {
        return await tried(image, command)
      } catch (error) {
        if (!hasNoShell(error)) throw error
      }
    }
    throw new Fault('base_folder_refused', { user: 'this user', base: place.base, server: 'the server' })
  }
}

/** The engine could not begin with the command: nothing has been done yet. */
function hasNoShell(error: unknown): boolean {
  if (!(error instanceof Fault)) return false
  return /executable file not found|no such file or directory|no such image/i.test(
    `${error.facts['why']} ${error.message}`,
  )
}
