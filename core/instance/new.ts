import type { Environment } from '../environment/environment.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import { insertOnce } from '../operation/once.ts'
import { projectEvent } from '../project/event.ts'
import type { Project } from '../project/project.ts'
import { checkedVersion } from '../version/known.ts'
import { automaticDomain, refuseTaken } from './domain.ts'
import { type Instance, type InstanceSettings, type Size, sizeDefaults } from './instance.ts'

export interface Wanted {
  name?: string | undefined
  version: string
  branch?: string | undefined
  domain?: string | undefined
  size?: Partial<Size>
  settings: InstanceSettings
}

/** A row that waits for its first deploy: nothing of it is on a server yet. */
export async function insertInstance(
  house: House,
  rows: Change,
  { project, environment }: { project: Project; environment: Environment },
  wanted: Wanted,
): Promise<Instance> {
  const version = await checkedVersion(rows, wanted.version)
  const name = wanted.name ?? nameOf(version)
  const domain = wanted.domain ?? (await automaticDomain(rows, project, environment, name))
  await refuseTaken(rows, domain, null)
  const instance: Instance = {
    id: house.chance.id(),
    environmentId: environment.id,
    name,
    version,
    branch: wanted.branch ?? project.settings.build?.branch ?? 'main',
    domain,
    size: { ...sizeDefaults, ...wanted.size },
    settings: wanted.settings,
    state: 'draft',
    runsId: null,
    passwords: null,
    createdAt: house.clock.now(),
  }
  await insertOnce(`an instance called ${project.slug}/${environment.kind}/${name}`, 'name', () =>
    rows.instance.insert(instance),
  )
  rows.tell(
    projectEvent(project, 'instance.created', { environment: environment.kind, instance: name, version, domain }),
  )
  return instance
}

/** `v19` for 19.0, `v18-1` for 18.1. */
export function nameOf(version: string): string {
  return `v${version.replace(/\.0$/, '').replaceAll('.', '-')}`
}
