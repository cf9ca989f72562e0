import type { House } from '../../../core/house.ts'
import { type Job, noWishes } from '../../../core/job/job.ts'
import { grantLevel, memberBehind } from '../../../core/member/person.ts'

let number = 0

const bosses = new WeakMap<House, Promise<string>>()

/** Somebody who may do anything: whoever asked for a job must still be allowed to when it begins. */
function bossOf(house: House): Promise<string> {
  const who = { by: 'identity', platform: 'slack', team: 'T1', user: 'UBOSS', name: 'boss' } as const
  return house.store.write(async (rows) => {
    const { id } = await memberBehind(house, rows, who)
    await grantLevel(house, rows, id, 'platform', '', 'admin')
    return id
  })
}

/** A job row that waits for its turn. */
export async function exampleJob(house: House, more: Partial<Job> = {}, holds: string[] = []): Promise<Job> {
  number += 1
  const boss = bosses.get(house) ?? bossOf(house)
  bosses.set(house, boss)
  const plan: Job['plan'] = {
    operation: 'example',
    target: 'box1',
    effects: ['observation'],
    environmentKind: null,
    lines: [],
    pipeline: 'server.check',
    input: null,
    holds,
    outlook: null,
    basis: null,
  }
  const job: Job = {
    id: house.chance.id(),
    number,
    operation: plan.operation,
    target: plan.target,
    organizationId: null,
    projectId: null,
    environmentId: null,
    instanceId: null,
    serverId: null,
    state: 'pending',
    plan,
    effects: plan.effects,
    requestedBy: await boss,
    automatic: false,
    origin: { surface: 'slack', team: 'T1', channel: 'C1', thread: null, link: null },
    parentId: null,
    retryOf: null,
    priority: 0,
    readyAt: 0,
    waitsFor: 'turn',
    waitsWhy: null,
    waitsUntil: null,
    wishes: noWishes,
    percent: 0,
    etaAt: null,
    fence: 0,
    owner: null,
    leaseUntil: null,
    takeovers: 0,
    cancelAsked: false,
    failure: null,
    result: null,
    createdAt: house.clock.now(),
    startedAt: null,
    finishedAt: null,
    ...more,
  }
  await house.store.write((rows) => rows.job.insert(job))
  return job
}

/** The stages of `server.check`, as its job begins with them. */
export async function exampleStages(house: House, jobId: string, ids = ['connecting', 'looking']): Promise<void> {
  const row = {
    jobId,
    state: 'pending',
    latest: null,
    kept: null,
    told: null,
    takeovers: 0,
    startedAt: null,
    finishedAt: null,
  } as const
  await house.store.write((rows) =>
    rows.stage.insert(
      ...ids.map((stage, position) => ({
        ...row,
        stage,
        title: titles[stage] ?? stage,
        position,
        expectedMs: 800 + 700 * position,
      })),
    ),
  )
}

const titles: Record<string, string> = { connecting: 'Connecting', looking: 'Looking around' }
