import type { Deployment } from '../../../core/deployment/deployment.ts'
import type { Job, JobState, Line, StageRow } from '../../../core/job/job.ts'
import type { TestHouse } from '../house.ts'
import { exampleJob } from '../job/example.ts'

/** Stages with what they took in seconds. */
const stageSeconds: Readonly<Record<string, number>> = {
  initializing: 0.5,
  connecting: 0.8,
  pulling_image: 12.4,
  initializing_database: 94.3,
}

export interface Wanted {
  project?: string
  environment?: 'production' | 'staging' | 'development'
  state?: JobState
  seconds?: number
  startedAt?: number
  operation?: string
  job?: Partial<Job>
}

/** A deployment with its job, stages and lines, as a run would have left it. */
export async function pastDeployment(
  house: TestHouse,
  wanted: Wanted = {},
): Promise<{ job: Job; deployment: Deployment }> {
  const { project: slug = 'acme', environment: kind = 'staging', state = 'success', seconds = 187.3 } = wanted
  const { reading } = house.store
  const project = await reading.project.one({ slug })
  const environment = await reading.environment.one({ projectId: project?.id ?? '', kind })
  const instance = await reading.instance.one({ environmentId: environment?.id ?? '' })
  if (!project || !environment || !instance) throw new Error(`no ${slug}/${kind}`)
  const startedAt = wanted.startedAt ?? house.clock.now() - 3_600_000
  const ended = state !== 'pending' && state !== 'running'
  const number = await house.store.write((rows) => rows.next('job'))
  const job = await exampleJob(house, {
    number,
    operation: wanted.operation ?? 'instance.deploy',
    target: `${slug}/${kind}/${instance.name}`,
    organizationId: project.organizationId,
    projectId: project.id,
    environmentId: environment.id,
    instanceId: instance.id,
    serverId: environment.serverId,
    state,
    waitsFor: state === 'pending' ? 'turn' : null,
    createdAt: startedAt,
    startedAt: state === 'pending' ? null : startedAt,
    finishedAt: ended ? startedAt + Math.round(seconds * 1000) : null,
    failure:
      state === 'failed'
        ? {
            code: 'server_unreachable',
            message: 'Failed to connect to server via SSH',
            remedy: 'Check.',
            stage: 'connecting',
          }
        : null,
    ...wanted.job,
  })
  const version = (await reading.deployment.count({ instanceId: instance.id })) + 1
  const deployment: Deployment = {
    id: job.id,
    instanceId: instance.id,
    environmentId: environment.id,
    projectId: project.id,
    version,
    kind: 'deploy',
    trigger: 'manual',
    branch: 'main',
    commit: 'a3b2c1d4e5f60718293a4b5c6d7e8f9012345678',
    message: 'Add customer portal module',
    author: 'John Doe',
    authorEmail: 'john@example.com',
    committedAt: startedAt - 60_000,
    imageTag: 'odoo:18.0',
    imageDigest: `sha256:${'a'.repeat(64)}`,
    containerId: state === 'success' ? 'f2e3d4c5b6a7' : null,
    fromId: null,
    createdAt: startedAt,
  }
  await house.store.write(async (rows) => {
    await rows.deployment.insert(deployment)
    await rows.stage.insert(...stagesOf(job))
    await rows.line.insert(...linesOf(job))
  })
  return { job, deployment }
}

function stagesOf(job: Job): StageRow[] {
  let at = job.startedAt ?? 0
  return Object.entries(stageSeconds).map(([stage, seconds], position) => {
    const startedAt = at
    at += Math.round(seconds * 1000)
    const failed = job.state === 'failed' && stage === 'connecting'
    const after = job.state === 'failed' && position > 1
    const row: StageRow = {
      jobId: job.id,
      stage,
      position,
      title: stage.replaceAll('_', ' '),
      state: failed ? 'failed' : after ? 'skipped' : 'completed',
      latest: after ? null : `${stage} said something (${seconds}s)`,
      expectedMs: null,
      kept: null,
      told: null,
      takeovers: 0,
      startedAt: after ? null : startedAt,
      finishedAt: after ? null : at,
    }
    if (job.state === 'pending') return { ...row, state: 'pending', latest: null, startedAt: null, finishedAt: null }
    if (job.state !== 'running' || position === 0) return row
    return position === 1
      ? { ...row, state: 'running', finishedAt: null }
      : { ...row, state: 'pending', latest: null, startedAt: null, finishedAt: null }
  })
}

const said: readonly (readonly [Line['level'], string, string])[] = [
  ['info', 'initializing', 'Deployment created and queued'],
  ['info', 'initializing', 'Deploying acme (staging)'],
  ['debug', 'connecting', 'ssh -p 22 root@192.0.2.7'],
  ['warning', 'connecting', 'It answers slowly'],
  ['error', 'connecting', 'Failed to connect to server via SSH'],
]

function linesOf(job: Job): Line[] {
  if (job.state === 'pending') return []
  return said.map(([level, stage, message], sequence) => ({
    jobId: job.id,
    sequence,
    stage,
    level,
    message,
    data: level === 'error' ? { vm_ip: '192.0.2.7', ssh_port: 22 } : null,
    at: (job.startedAt ?? 0) + 1000 * sequence,
  }))
}
