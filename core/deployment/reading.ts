import type { Environment } from '../environment/environment.ts'
import type { Instance } from '../instance/instance.ts'
import type { Ahead, Basis } from '../operation/operation.ts'
import { type PlatformDefaults, platformDefaults } from '../platform/defaults.ts'
import type { Reading } from '../ports/store.ts'
import type { Project } from '../project/project.ts'
import type { Repository } from '../repository/repository.ts'
import { repositoriesOf } from '../repository/wanted.ts'
import type { Server } from '../server/server.ts'
import { confCategory } from '../variable/name.rule.ts'
import type { Variable } from '../variable/variable.ts'
import type { Version } from '../version/version.ts'
import { originFor } from './origin.ts'
import { printOf } from './print.ts'
import { type Release, releaseOf } from './release.ts'

/** All that a plan of a deploy is made of, as the store has it at this moment. */
export interface Ground {
  project: Project
  environment: Environment
  instance: Instance
  server: Server | null
  variables: Variable[]
  version: Version | null
  defaults: PlatformDefaults
  /** Repositories beside the project's own, the lowest first. */
  beside: Repository[]
  running: Running | null
}

/** What runs now, as it was planned then. */
export interface Running {
  deploymentId: string
  release: Release
}

export async function groundOf(reading: Reading, instanceId: string): Promise<Ground | null> {
  const instance = await reading.instance.one({ id: instanceId })
  const environment = instance && (await reading.environment.one({ id: instance.environmentId }))
  const project = environment && (await reading.project.one({ id: environment.projectId }))
  if (!instance || !environment || !project) return null
  const edition = instance.settings.edition ?? 'community'
  const [server, variables, version, defaults, running, beside] = await Promise.all([
    environment.serverId ? reading.server.one({ id: environment.serverId }) : null,
    reading.variable.find({ instanceId }, { order: ['name'] }),
    reading.version.one({ version: instance.version, edition }),
    platformDefaults(reading),
    runningOf(reading, instance),
    repositoriesOf(reading, project, instance.id),
  ])
  return { project, environment, instance, server, variables, version, defaults, running, beside }
}

async function runningOf(reading: Reading, { runsId }: Instance): Promise<Running | null> {
  const job = runsId ? await reading.job.one({ id: runsId }) : null
  const release = job && releaseOf(job.plan)
  return job && release ? { deploymentId: job.id, release } : null
}

/** A print of everything that a plan stands upon: settings, size, variables, server, base release. */
export function basisFrom({
  project,
  environment,
  instance,
  server,
  variables,
  version,
  defaults,
  beside,
}: Ground): string {
  const { notes: _notes, automation: _automation, ...settings } = instance.settings
  return printOf({
    repository: project.repository,
    beside: beside.map(({ name, url, branch }) => [name, url, branch]),
    place: [environment.serverId, environment.databaseServerId],
    instance: [instance.version, instance.domain, instance.size, settings, instance.runsId],
    server: server && [server.host, server.port, server.user, server.dockerSocket, server.pinnedKey, server.settings],
    variables: variables.map(({ name, value, secret, category }) => [name, value, secret, category === confCategory]),
    version: version && [version.image, version.registryId],
    defaults: [
      defaults.resourcePrefix,
      defaults.baseFolder,
      defaults.postgresImage,
      defaults.pgbouncerImage,
      defaults.proxy,
    ],
  })
}

/** The same again for an instance as it is now: another print than the plan's voids what was approved. */
export const basisOf: Basis = async (reading, { instanceId }) => {
  const ground = instanceId ? await groundOf(reading, instanceId) : null
  return ground && basisFrom(ground)
}

/** How far the branch went on since this was planned. */
export const aheadOf: Ahead = async (house, job) => {
  const release = releaseOf(job.plan)
  const server = job.serverId ? await house.store.reading.server.one({ id: job.serverId }) : null
  const own = release?.sources.find(({ level }) => level === 'project')
  if (!own || !server || release?.kind === 'rollback') return 0
  const { git } = await originFor(house, server)
  const head = await git.find(own.url, { branch: own.branch })
  return head ? (await git.between(own.url, own.commit.hash, head.hash)).commits.length : 0
}
