import type { Environment } from '../environment/environment.ts'
import type { Ground } from '../environment/new.ts'
import { insertEnvironment } from '../environment/new.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Instance } from '../instance/instance.ts'
import { insertInstance } from '../instance/new.ts'
import type { Asking } from '../operation/asking.ts'
import type { Variable } from '../variable/variable.ts'
import type { Project } from './project.ts'

/** A project to make another one like: everything that is worth taking over. */
export interface Model {
  project: Project
  environments: { environment: Environment; instances: { instance: Instance; variables: Variable[] }[] }[]
}

export async function modelOf({ reading }: Asking, project: Project): Promise<Model> {
  const environments = await reading.environment.find({ projectId: project.id }, { order: ['createdAt'] })
  const instances = await reading.instance.find(
    { environmentId: { in: environments.map(({ id }) => id) }, state: { not: 'deleted' } },
    { order: ['createdAt'] },
  )
  // A secret is known to whoever entered it: it is entered again for the new project.
  const variables = await reading.variable.find({ instanceId: { in: instances.map(({ id }) => id) }, secret: false })
  return {
    project,
    environments: environments.map((environment) => ({
      environment,
      instances: instances
        .filter(({ environmentId }) => environmentId === environment.id)
        .map((instance) => ({
          instance,
          variables: variables.filter(({ instanceId }) => instanceId === instance.id),
        })),
    })),
  }
}

/** The same environments and instances, as drafts with domains of their own. */
export async function copied(house: House, rows: Change, project: Project, model: Model): Promise<void> {
  const sameOrganization = project.organizationId === model.project.organizationId
  for (const { environment, instances } of model.environments) {
    const ground = sameOrganization ? await groundOf(rows, environment) : { server: null, database: null }
    const own = await insertEnvironment(house, rows, project, environment.kind, ground, environment.automation)
    for (const { instance, variables } of instances) {
      const { name, version, branch, size, settings } = instance
      const made = await insertInstance(
        house,
        rows,
        { project, environment: own },
        { name, version, branch, size, settings },
      )
      const now = house.clock.now()
      for (const variable of variables)
        await rows.variable.insert({ ...variable, id: house.chance.id(), instanceId: made.id, createdAt: now })
    }
  }
}

async function groundOf(rows: Change, { serverId, databaseServerId }: Environment): Promise<Ground> {
  return {
    server: serverId ? await rows.server.one({ id: serverId }) : null,
    database: databaseServerId ? await rows.databaseServer.one({ id: databaseServerId }) : null,
  }
}
