import { createHash } from 'node:crypto'
import type { Image } from '../ports/containers.ts'
import type { DatabaseState } from '../ports/databases.ts'
import type { Reading } from '../ports/store.ts'
import { Things } from './thing.ts'

const at = (level: 'platform' | 'organization', name: string) => ({
  level,
  name,
  url: `https://git.example/${name}.git`,
  branch: null,
})

/** The repositories of the seed's example. */
export const sharedAddons = [
  at('platform', 'platform-reporting'),
  at('platform', 'platform-integrations'),
  at('platform', 'platform-utilities'),
  at('organization', 'org-custom-modules'),
  at('organization', 'org-theme'),
]

/** The same name is the same image, always. */
export function practiceImage(reference: string): Promise<Image> {
  const named = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1]
  const digest = named ?? `sha256:${createHash('sha256').update(reference).digest('hex')}`
  return Promise.resolve({ reference, digest })
}

export async function practiceState(
  reading: Pick<Reading, 'practiceThing'>,
  serverId: string,
  instanceId: string,
): Promise<DatabaseState | null> {
  const volumes = await new Things(reading, serverId).all('volume')
  const found = volumes.map(({ data }) => data.databases[instanceId]).find((database) => database !== undefined)
  return found?.initialised ? found : null
}

export async function practiceHas(
  reading: Pick<Reading, 'practiceThing'>,
  serverId: string,
  path: string,
): Promise<boolean> {
  return (await new Things(reading, serverId).find('file', path)) !== null
}
