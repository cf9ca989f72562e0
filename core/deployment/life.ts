import { z } from 'zod'
import type { Change } from '../event/change.ts'
import type { Job } from '../job/job.ts'
import { lockByJob } from '../lock/by-job.ts'
import type { Begun, Failed, Settle } from '../operation/operation.ts'
import { beginWatch } from '../watch/begin.ts'
import type { Deployment } from './deployment.ts'
import { aheadOf, basisOf } from './reading.ts'
import { type Release, releaseOf } from './release.ts'

/** What stands beside the job of a deploy, from its making to its end. */

const deployBegun: Begun = async (rows, job) => {
  const { instanceId, environmentId, projectId } = job
  const release = releaseOf(job.plan)
  if (!release || !instanceId || !environmentId || !projectId) return
  const [last] = await rows.deployment.find({ instanceId }, { order: ['-version'], limit: 1 })
  await rows.deployment.insert({
    id: job.id,
    instanceId,
    environmentId,
    projectId,
    version: (last?.version ?? 0) + 1,
    kind: release.kind,
    trigger: triggerOf(job),
    ...contentOf(release),
    containerId: null,
    createdAt: job.createdAt,
  })
  // Whoever planned first made them; a plan from the same moment finds them made.
  if (release.passwords)
    await rows.instance.update({ id: instanceId, passwords: null }, { passwords: release.passwords })
}

const deployReplanned: Begun = async (rows, job) => {
  const release = releaseOf(job.plan)
  if (release) await rows.deployment.update({ id: job.id }, contentOf(release))
}

function contentOf({ git, image, before }: Release) {
  return {
    branch: git.branch,
    commit: git.hash,
    message: git.message,
    author: git.author,
    authorEmail: git.authorEmail,
    committedAt: git.at,
    imageTag: image.reference,
    imageDigest: image.digest,
    fromId: before?.deploymentId ?? null,
  }
}

/** What waits for somebody or something changes nothing yet. */
const deployStarted: Begun = (rows, job) => {
  const release = releaseOf(job.plan)
  if (release) tellStatus(rows, job, release, 'deploying')
  return Promise.resolve()
}

const deploySettled: Settle = async (rows, job, result) => {
  const release = releaseOf(job.plan)
  const { containerId } = z.parse(deployed, result)
  if (!release || !job.instanceId) return
  await runs(rows, job, release, containerId)
}

/** It has the visitors from here on. */
async function runs(rows: Change, job: Job, release: Release, containerId: string): Promise<void> {
  await rows.deployment.update({ id: job.id }, { containerId })
  await rows.instance.update({ id: job.instanceId ?? '' }, { state: 'deployed', runsId: job.id })
  // Whoever rolled back had a reason: nothing goes forward again by accident.
  if (release.kind === 'rollback') {
    const because = release.because === null ? '' : `: ${release.because}`
    const back = `#${job.number} rolled it back to ${release.git.hash.slice(0, 7)}${because}`
    await lockByJob(rows, job, `${back}; \`deploy --unlock\` goes forward again`)
  }
  await beginWatch(rows, job, release)
  tellStatus(rows, job, release, 'running')
}

/**
 * Where something serves, it goes on serving, the new release where traffic was let in already; only a first deploy
 * leaves the instance without anything.
 */
const deployFailed: Failed = async (rows, job, failure) => {
  const release = releaseOf(job.plan)
  if (!release || !job.instanceId) return
  const instance = await rows.instance.one({ id: job.instanceId })
  if (!instance) return
  const [row] = await rows.job.pick(['result'], { id: job.id })
  const serving = deployed.safeParse(row?.result)
  if (serving.success) return runs(rows, job, release, serving.data.containerId)
  if (instance.runsId !== null)
    return tellStatus(rows, job, release, failure.owed?.code === 'not_back' ? 'error' : 'running')
  const cancelled = failure.code === 'cancelled'
  if (!cancelled) await rows.instance.update({ id: instance.id }, { state: 'error' })
  tellStatus(rows, job, release, cancelled ? 'stopped' : 'error')
}

/** What every operation that changes what an instance runs has in common, beside its plan. */
export const deployLife = {
  begun: deployBegun,
  started: deployStarted,
  replanned: deployReplanned,
  settle: deploySettled,
  failed: deployFailed,
  basis: basisOf,
  ahead: aheadOf,
}

const deployed = z.object({ containerId: z.string() })

function triggerOf({ retryOf, automatic, wishes }: Job): Deployment['trigger'] {
  if (retryOf !== null) return 'retry'
  if (wishes.at !== null) return 'schedule'
  return automatic ? 'automatic' : 'manual'
}

type Status = 'deploying' | 'running' | 'error' | 'stopped'

function tellStatus(rows: Change, job: Job, { instance }: Release, status: Status): void {
  rows.tell({
    type: 'instance.status',
    organizationId: job.organizationId,
    projectId: job.projectId,
    jobId: job.id,
    payload: {
      instanceId: instance.id,
      environmentId: job.environmentId,
      environment: instance.environment,
      instance: instance.path,
      status,
    },
  })
}
