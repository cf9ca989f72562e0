import type { Environment } from '../environment/environment.ts'
import { Fault } from '../error.ts'
import { platformDefaults } from '../platform/defaults.ts'
import type { Reading } from '../ports/store.ts'
import type { Project } from '../project/project.ts'

/** The project's own, or that of the whole platform. */
async function appsDomainOf(reading: Pick<Reading, 'setting'>, project: Project): Promise<string | null> {
  return project.appsDomain ?? (await platformDefaults(reading)).appsDomain
}

/** `{instance}-{project}.{apps domain}`; the kind stands in it too where another environment was first. */
export async function automaticDomain(
  reading: Pick<Reading, 'instance' | 'setting'>,
  project: Project,
  environment: Pick<Environment, 'kind'>,
  name: string,
): Promise<string | null> {
  const below = await appsDomainOf(reading, project)
  if (!below) return null
  const short = `${name}-${project.slug}.${below}`
  if (!(await reading.instance.one({ domain: short, state: { not: 'deleted' } }))) return short
  return `${name}-${project.slug}-${environment.kind}.${below}`
}

export async function refuseTaken(
  reading: Pick<Reading, 'instance'>,
  domain: string | null,
  except: string | null,
): Promise<void> {
  if (!domain) return
  const others = await reading.instance.find({ domain, state: { not: 'deleted' } })
  if (others.some((other) => other.id !== except))
    throw new Fault('already_there', { what: `an instance at ${domain}`, field: 'domain' })
}
