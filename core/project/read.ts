import { kinds } from '../access/level.ts'
import type { Environment } from '../environment/environment.ts'
import type { Instance } from '../instance/instance.ts'
import type { Reading } from '../ports/store.ts'
import type { Server } from '../server/server.ts'
import type { Project } from './project.ts'

export interface WholeEnvironment {
  environment: Environment
  server: Server | null
  instances: Instance[]
}

/** A project with all that stands in it. */
export interface WholeProject {
  project: Project
  environments: WholeEnvironment[]
}

export async function readProject(
  reading: Pick<Reading, 'environment' | 'instance' | 'server'>,
  project: Project,
): Promise<WholeProject> {
  const environments = await reading.environment.find({ projectId: project.id })
  const [instances, servers] = await Promise.all([
    reading.instance.find(
      { environmentId: { in: environments.map(({ id }) => id) }, state: { not: 'deleted' } },
      { order: ['name'] },
    ),
    reading.server.find({ id: { in: environments.flatMap(({ serverId }) => (serverId ? [serverId] : [])) } }),
  ])
  return {
    project,
    environments: environments
      .sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind))
      .map((environment) => ({
        environment,
        server: servers.find(({ id }) => id === environment.serverId) ?? null,
        instances: instances.filter(({ environmentId }) => environmentId === environment.id),
      })),
  }
}
