import type { EnvironmentKind } from '../access/level.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Asking } from '../operation/asking.ts'
import { insertOnce } from '../operation/once.ts'
import { projectEvent } from '../project/event.ts'
import type { Project } from '../project/project.ts'
import { findServer } from '../reference/find.ts'
import type { DatabaseServer, Server } from '../server/server.ts'
import { type Automation, automationDefaults, type Environment } from './environment.ts'

export interface Ground {
  server: Server | null
  database: DatabaseServer | null
}

/** Looked up before the transaction: the servers that a new environment stands on, of its own organization. */
export async function groundFor(
  asking: Asking,
  organizationId: string,
  named: { server?: string | undefined; database?: string | undefined },
): Promise<Ground> {
  return {
    server: named.server ? await serverIn(asking, organizationId, named.server) : null,
    database: named.database ? await databaseIn(asking, organizationId, named.database) : null,
  }
}

async function serverIn(asking: Asking, organizationId: string, text: string): Promise<Server> {
  const { row } = await findServer(asking, text, 'change')
  if (row.organizationId === organizationId) return row
  throw new Fault('state_forbids', {
    why: `${row.name} belongs to another organization.`,
    next: 'Take a server of the project’s own: `server list`.',
  })
}

async function databaseIn({ reading }: Asking, organizationId: string, name: string): Promise<DatabaseServer> {
  const found = await reading.databaseServer.one({ organizationId, name })
  if (!found) throw new Fault('not_found', { what: 'database server', name, list: 'server list', field: 'database' })
  return found
}

export async function insertEnvironment(
  house: House,
  rows: Change,
  project: Project,
  kind: EnvironmentKind,
  ground: Ground,
  automation: Partial<Automation> = {},
): Promise<Environment> {
  const environment: Environment = {
    id: house.chance.id(),
    projectId: project.id,
    kind,
    serverId: ground.server?.id ?? null,
    databaseServerId: ground.database?.id ?? null,
    automation: { ...automationDefaults, ...automation },
    createdAt: house.clock.now(),
  }
  await insertOnce(`an environment called ${project.slug}/${kind}`, 'environment', () =>
    rows.environment.insert(environment),
  )
  rows.tell(projectEvent(project, 'environment.created', { environment: kind, server: ground.server?.name ?? null }))
  return environment
}
