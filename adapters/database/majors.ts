import type { Containers } from '../../core/ports/containers.ts'
import type { Majors, MajorsAsked } from '../../core/ports/databases.ts'

const data = '/var/lib/postgresql/data'
const script = 'cat "$0/PG_VERSION"; exec postgres --version'

/** Asked in the image itself, with the data at hand: what a name says of an image proves nothing. */
export async function majorsOf(
  { once }: Pick<Containers, 'once'>,
  { container: name, image, labels, volume }: MajorsAsked,
): Promise<Majors | null> {
  const said: string[] = []
  await once(
    {
      name,
      image,
      labels,
      networks: [],
      limits: { cpu: 1, memoryMb: 64 },
      mounts: [{ source: volume, target: data, readOnly: true }],
      environment: {},
      secrets: {},
      entrypoint: ['sh', '-c', script, data],
      command: [],
      user: '0:0',
    },
    (line) => said.push(line),
  )
  return majorsIn(said.join('\n'))
}

/** `15`, and `postgres (PostgreSQL) 16.4 (Debian 16.4-1)` or `16beta1`. */
export function majorsIn(said: string): Majors | null {
  const [, of] = /^(\d+)\s*$/m.exec(said) ?? []
  const [, by] = /\(PostgreSQL\) (\d+)/.exec(said) ?? []
  return of === undefined || by === undefined ? null : { data: Number(of), image: Number(by) }
}
