import type { EnvironmentKind } from '../access/level.ts'
import { visibleProjects } from '../access/visible.ts'
import { Fault } from '../error.ts'
import { findJob } from '../job/find.ts'
import type { Job } from '../job/job.ts'
import type { Asking } from '../operation/asking.ts'
import type { Target } from '../operation/target.ts'
import type { Project } from '../project/project.ts'
import {
  environmentCandidates,
  environmentTarget,
  findEnvironment,
  findInstance,
  findProject,
  instanceCandidates,
  instanceTarget,
  projectTarget,
} from '../reference/find.ts'
import type { Deployment } from './deployment.ts'

export interface DeploymentFound {
  deployment: Deployment
  job: Job
}

/** A deployment by the number or the id that it shares with its job. */
export async function findDeployment(asking: Asking, text: string): Promise<Target<DeploymentFound>> {
  const missing = () => new Fault('not_found', { what: 'deployment', name: text, list: 'deployment list' })
  const target = await findJob(asking, text).catch((error: unknown) => {
    throw error instanceof Fault && error.code === 'not_found' ? missing() : error
  })
  const deployment = await asking.reading.deployment.one({ id: target.row.id })
  if (!deployment) throw missing()
  return { ...target, row: { deployment, job: target.row } }
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Programs name a project by its id, people by its name. */
export async function projectCalled(asking: Asking, text: string): Promise<Target<Project>> {
  if (!uuid.test(text)) return findProject(asking, text, 'read')
  const project = (await visibleProjects(asking)).find(({ id }) => id === text.toLowerCase())
  if (!project) throw new Fault('not_found', { what: 'project', name: text, list: 'project list' })
  return projectTarget(project)
}

/** Where deployments go: one instance, or an environment with all of its instances. */
export interface Ground {
  environmentId: string
  /** Null where the environment as a whole was meant. */
  instanceId: string | null
  kind: EnvironmentKind
}

/** `acme/staging` is the environment, `acme/staging/v19` the instance; an id may be of either. */
export async function groundCalled(asking: Asking, text: string): Promise<Target<Ground>> {
  if (uuid.test(text)) return groundOfId(asking, text.toLowerCase())
  try {
    const target = await findEnvironment(asking, text, 'read')
    return { ...target, row: environmentGround(target.row.environment) }
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'not_found') throw error
    const target = await findInstance(asking, text, 'read')
    return { ...target, row: instanceGround(target.row) }
  }
}

async function groundOfId(asking: Asking, id: string): Promise<Target<Ground>> {
  const environment = (await environmentCandidates(asking)).find((one) => one.environment.id === id)
  if (environment) return { ...environmentTarget(environment), row: environmentGround(environment.environment) }
  const instance = (await instanceCandidates(asking)).find((one) => one.instance.id === id)
  if (instance) return { ...instanceTarget(instance), row: instanceGround(instance) }
  throw new Fault('not_found', { what: 'environment', name: id, list: 'environment list' })
}

function environmentGround({ id, kind }: { id: string; kind: EnvironmentKind }): Ground {
  return { environmentId: id, instanceId: null, kind }
}

function instanceGround(found: {
  environment: { id: string; kind: EnvironmentKind }
  instance: { id: string }
}): Ground {
  return { ...environmentGround(found.environment), instanceId: found.instance.id }
}
