import { randomUUID } from 'node:crypto'
import { Fault } from '../../core/error.ts'
import type { Containers } from '../../core/ports/containers.ts'
import type { AsRoot } from '../ssh/files.ts'

/**
 * The user that we are need not be root: who may use the engine may do in a container what only root may do outside.
 * Any image that is there serves: a shell and the usual commands are all that it takes.
 */
export function asRootOver(
  { once, list }: Pick<Containers, 'once' | 'list'>,
  place: { base: string; prefix: string },
): AsRoot {
  return async (command) => {
    const image = (await list()).at(0)?.image
    if (!image) throw new Fault('base_folder_refused', { user: 'this user', base: place.base, server: 'the server' })
    const lines: string[] = []
    const { code } = await once(
      {
        name: `${place.prefix}_root_${randomUUID().slice(0, 12)}`,
        image,
        labels: {},
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
}
