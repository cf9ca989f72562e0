import { createHash } from 'node:crypto'
import { bouncerName, databaseName } from '../deployment/names.rule.ts'
import type { Standing } from '../deployment/origin.ts'
import type { Image } from '../ports/containers.ts'
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

export async function practiceStanding(
  reading: Pick<Reading, 'practiceThing'>,
  serverId: string,
  instanceId: string,
): Promise<Standing> {
  const things = new Things(reading, serverId)
  const [database, pool, volumes] = await Promise.all([
    things.find('container', databaseName(instanceId)),
    things.find('container', bouncerName(instanceId)),
    things.all('volume'),
  ])
  const found = volumes.map(({ data }) => data.databases[instanceId]).find((one) => one !== undefined)
  const isSeen = database?.state === 'running' && found?.initialised
  return { database, pool, state: isSeen ? found : null }
}

export async function practiceHas(
  reading: Pick<Reading, 'practiceThing'>,
  serverId: string,
  path: string,
): Promise<boolean> {
  return (await new Things(reading, serverId).find('file', path)) !== null
}
