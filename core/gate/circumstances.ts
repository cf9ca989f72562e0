import { levelTitles } from '../access/level.ts'
import { type Decision, neededLevel, type Place } from '../access/right.ts'
import { whomToAsk } from '../access/whom.ts'
import type { Freeze } from '../freeze/freeze.ts'
import { heldBy } from '../freeze/window.rule.ts'
import type { Lock } from '../lock/lock.ts'
import { lockOn, ownerName } from '../lock/on.ts'
import type { Operation } from '../operation/operation.ts'
import type { Plan } from '../operation/plan.ts'
import type { TargetIds } from '../operation/target.ts'
import type { Reading } from '../ports/store.ts'
import type { Project } from '../project/project.ts'
import { momentWords, spanWords } from '../schedule/words.ts'
import type { Server } from '../server/server.ts'
import { type Circumstances, touchesWhatRuns } from './gate.ts'
import { policyOf } from './policy.ts'

/** What is asked about: a plan, on what, by whom, with which wishes. */
export interface About {
  plan: Plan
  ids: TargetIds
  place: Place
  memberId: string | null
  automatic: boolean
  operation: Pick<Operation, 'least'>
  decision: Decision
  wait: boolean
  unlock: boolean
  emergency: string | null
  approved: boolean
  /** The job itself, where it is there already: it does not stand in its own way. */
  jobId: string | null
}

export async function circumstancesOf(reading: Reading, now: number, about: About): Promise<Circumstances> {
  const { plan, ids, decision } = about
  const touches = touchesWhatRuns(plan)
  const project = ids.projectId ? await reading.project.one({ id: ids.projectId }) : null
  const policy = policyOf(project?.settings)
  const server = ids.serverId && plan.pipeline !== null ? await reading.server.one({ id: ids.serverId }) : null
  return {
    decision,
    rightFacts: decision.allowed ? {} : await rightFacts(reading, about, decision),
    policy,
    project: project?.slug ?? plan.target,
    automatic: about.automatic,
    wait: about.wait,
    emergency: about.emergency,
    server: server && serverFacts(server),
    // Whoever is in already was counted when they came.
    open:
      project && policy.maxJobs !== null && about.jobId === null
        ? await reading.job.count({ projectId: project.id, state: { in: ['pending', 'running'] } })
        : 0,
    ahead: await ahead(reading, about),
    lock: touches ? await lockFacts(reading, about, now) : null,
    freeze: touches ? await freezeFacts(reading, about, project, now) : null,
    order: policy.requireStaging ? await orderFacts(reading, about, project) : null,
    approved: about.approved,
  }
}

async function rightFacts(
  reading: Reading,
  { plan, place, operation }: About,
  decision: Exclude<Decision, { allowed: true }>,
): Promise<Record<string, string>> {
  return {
    operation: plan.operation.replaceAll('.', ' '),
    level: levelTitles[decision.seen ? decision.needs : neededLevel(operation.least, place)],
    has: levelTitles[decision.seen ? decision.has : 'none'],
    whom: await whomToAsk(reading, place),
  }
}

function serverFacts({ name, trust, offeredKey, reading }: Server): Circumstances['server'] {
  const bad = reading?.findings.find(({ severity }) => severity === 'bad')?.what ?? null
  return { name, trust, key: offeredKey?.fingerprint ?? '…', bad }
}

async function ahead(reading: Reading, { plan, jobId }: About): Promise<Circumstances['ahead']> {
  if (plan.holds.length === 0) return null
  const holds = await reading.hold.find({ resource: { in: plan.holds } })
  const first = holds.find((hold) => hold.jobId !== jobId)
  const job = first ? await reading.job.one({ id: first.jobId }) : null
  // One that has succeeded tidies up, and is over before anybody could read that it is waited for.
  return job && job.state !== 'success' ? { number: job.number, target: job.target } : null
}

async function lockFacts(reading: Reading, about: About, now: number): Promise<Circumstances['lock']> {
  const locks = await locksOf(reading, about, now)
  const other = locks.find((lock) => !isMine(lock, about))
  const lock = other ?? locks[0]
  if (!lock) return null
  return {
    mine: other === undefined,
    owner: await ownerName(reading, lock),
    age: spanWords(now - lock.createdAt),
    reason: lock.reason,
    until: lock.until,
  }
}

/** What is about a whole environment meets the locks of all that is in it. */
async function locksOf(reading: Reading, { ids }: About, now: number): Promise<Lock[]> {
  const instances = ids.instanceId
    ? [ids.instanceId]
    : ids.environmentId
      ? (await reading.instance.find({ environmentId: ids.environmentId })).map(({ id }) => id)
      : []
  return instances.length === 0 ? [] : lockOn(reading, instances, now)
}

function isMine(lock: Lock, { memberId, jobId, unlock }: About): boolean {
  if (lock.jobId !== null) return lock.jobId === jobId || unlock
  return lock.memberId !== null && lock.memberId === memberId
}

async function freezeFacts(
  reading: Reading,
  { ids, plan }: About,
  project: Project | null,
  now: number,
): Promise<Circumstances['freeze']> {
  const found = await reading.freeze.find({ projectId: { in: [ids.projectId, null] } })
  const held = heldBy(found.filter(appliesTo(plan)), now)
  if (!held) return null
  const { freeze, until } = held
  return {
    where: freeze.projectId === null ? 'the whole platform' : `${project?.slug ?? 'this project'}`,
    until,
    untilWords: momentWords(until, freeze.zone),
    reason: freeze.reason,
  }
}

function appliesTo({ environmentKind }: Plan) {
  return ({ kind }: Freeze): boolean => kind === null || kind === environmentKind
}

/** What ran in production before may come back: only what never was there has to show itself in staging. */
async function orderFacts(
  reading: Reading,
  { plan, ids }: About,
  project: Project | null,
): Promise<Circumstances['order']> {
  const commit = plan.commit ?? null
  if (commit === null || project === null || plan.environmentKind !== 'production') return null
  const environments = await reading.environment.find({ projectId: project.id })
  const there = environments.filter(({ id, kind }) => kind === 'staging' || id === ids.environmentId)
  const runs = await reading.deployment.find({ environmentId: { in: there.map(({ id }) => id) }, commit })
  const passed = await reading.job.count({ id: { in: runs.map(({ id }) => id) }, state: 'success' })
  return { commit: commit.slice(0, 8), staging: `${project.slug}/staging`, passed: passed > 0 }
}
