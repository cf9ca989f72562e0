import { describe, expect, test } from 'vitest'
import { expireApprovals, remindApprovers } from '../../../core/approval/expire.ts'
import { change } from '../../../core/event/change.ts'
import { admitted } from '../../../core/gate/admit.ts'
import { endWaiting } from '../../../core/job/end.ts'
import { claimed, type ShipHouse, shipHouse } from '../gate/ship.ts'

const hour = 3_600_000

async function people(house: ShipHouse) {
  return {
    ada: await house.person('Ada', 'developer_plus'),
    ben: await house.person('Ben', 'developer_plus'),
    cleo: await house.person('Cleo', 'maintainer'),
    dev: await house.person('Dev', 'developer'),
    admin: await house.person('Root', 'admin'),
  }
}

async function events(house: ShipHouse, type: string) {
  return house.store.reading.event.find({ type }, { order: ['position'] })
}

const about = ({ number }: { number: number }) => ({ job: String(number) })

describe('what touches production', () => {
  test('waits for somebody else, and the answer says on what', async () => {
    const house = await shipHouse()
    const { ada } = await people(house)
    const outcome = await house.outcome(ada, 'ship.it', { instance: 'acme/production/v19' })
    if (outcome.kind !== 'approval') throw new Error(`it was ${outcome.kind}`)
    const job = await house.job(outcome.job.number)
    expect(job).toMatchObject({ state: 'pending', waitsFor: 'approval' })
    expect(job.waitsWhy).toContain('waits for an approval')
    expect(outcome.plan).toMatchObject({ operation: 'ship.it', lines: ['Ship it'] })
    expect(JSON.stringify(outcome.plan)).not.toContain('asked')
    expect(outcome.answer.card.actions?.map(({ label }) => label)).toEqual(['Approve', 'Reject', 'Details'])
    expect(await claimed(house)).toBeNull()
    expect(await events(house, 'approval.asked')).toHaveLength(1)
  })

  test('runs once somebody else says yes: once, whoever presses twice', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada)
    const { card } = await house.asks(ben, 'approval.approve', about(job))
    expect(card).toMatchObject({ state: 'approved by Ben', actions: [] })
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'turn', state: 'pending' })
    const late = await house.refuses(ben, 'approval.approve', about(job))
    expect(late).toMatchObject({ code: 'late_decision', status: 409 })
    expect(late.message).toContain('approved by Ben')
    expect(await events(house, 'approval.approved')).toHaveLength(1)
    expect((await claimed(house))?.id).toBe(job.id)
    expect(await claimed(house)).toBeNull()
  })

  test('is not for the asker, nor for a token, nor for a lower level, nor for a stranger', async () => {
    const house = await shipHouse()
    const { ada, ben, dev, admin } = await people(house)
    const job = await house.ships(ada)
    expect((await house.refuses(ada, 'approval.approve', about(job))).code).toBe('own_request')
    const member = await house.store.reading.member.one({ name: 'Ben' })
    const token = { by: 'token', tokenId: 't', memberId: member?.id ?? '', level: 'admin', projectId: null } as const
    expect((await house.refuses(token, 'approval.approve', about(job))).code).toBe('person_needed')
    expect((await house.refuses(token, 'approval.reject', { ...about(job), reason: 'x' })).code).toBe('person_needed')
    expect((await house.refuses(dev, 'approval.approve', about(job))).status).toBe(403)
    const stranger = await house.person('Eve', 'viewer', { scope: 'project', scopeId: 'elsewhere' })
    expect((await house.refuses(stranger, 'approval.approve', about(job))).status).toBe(404)
    await house.asks(admin, 'member.deny', { member: '@UBEN', permission: 'approval.approve' })
    expect((await house.refuses(ben, 'approval.approve', about(job))).status).toBe(403)
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'approval' })
    expect(await house.store.reading.vote.count()).toBe(0)
  })

  test('a right that was taken meanwhile refuses the approver, and voids what was asked for', async () => {
    const house = await shipHouse()
    const { ada, ben, cleo, admin } = await people(house)
    const job = await house.ships(ada)
    await house.asks(admin, 'member.grant', { member: '@UBEN', level: 'viewer' })
    expect((await house.refuses(ben, 'approval.approve', about(job))).status).toBe(403)
    await house.asks(admin, 'member.grant', { member: '@UADA', level: 'viewer' })
    const { card } = await house.asks(cleo, 'approval.approve', about(job))
    expect(card.state).toContain('void')
    expect(await house.job(job.number)).toMatchObject({ state: 'cancelled' })
    expect(await events(house, 'approval.voided')).toHaveLength(1)
  })

  test('a setting that was changed voids it: it is planned anew', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada, { wait: true })
    house.world.basis = 'b2'
    const { card } = await house.asks(ben, 'approval.approve', about(job))
    expect(card.state).toContain('have changed since it was planned')
    expect(card.actions).toEqual([
      { label: 'Plan anew', operation: 'ship.it', arguments: { instance: 'acme/production/v19', wait: true } },
    ])
    const ended = await house.job(job.number)
    expect(ended).toMatchObject({ state: 'cancelled' })
    expect(ended.failure?.message).toContain('is void')
    expect((await house.ships(ada)).waitsFor).toBe('approval')
  })

  test('and so does one that is changed between the yes and the start', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada)
    await house.asks(ben, 'approval.approve', about(job))
    house.world.basis = 'b2'
    const said = await change(house, async (rows) => admitted(house, rows, await house.job(job.number)))
    expect(said).toMatchObject({ may: 'not', failure: { code: 'state_forbids' } })
    expect(await house.store.reading.approval.one({ jobId: job.id })).toMatchObject({ state: 'voided' })
  })

  test('a branch that moved is a notice', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada)
    house.world.ahead = 2
    const { card } = await house.asks(ben, 'approval.show', about(job))
    expect(JSON.stringify(card.lines)).toContain('2 commits ahead')
    expect(card.actions?.map(({ label }) => label)).toEqual(['Approve', 'Reject', 'Plan anew'])
    await house.asks(ben, 'approval.approve', about(job))
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'turn', plan: { commit: 'c0ffee1234567890' } })
  })

  test('rejected with a reason, it ends and says by whom', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada)
    expect(await house.refuses(ben, 'approval.reject', about(job))).toMatchObject({
      code: 'missing_arguments',
      field: 'reason',
    })
    const { card } = await house.asks(ben, 'approval.reject', { ...about(job), reason: 'not on a Friday' })
    expect(card).toMatchObject({ state: 'rejected by Ben: not on a Friday', actions: [] })
    const ended = await house.job(job.number)
    expect(ended).toMatchObject({ state: 'cancelled', waitsFor: null })
    expect(ended.failure?.message).toBe(`#${job.number} was rejected by Ben: not on a Friday.`)
    expect((await house.refuses(ben, 'approval.approve', about(job))).message).toContain('rejected by Ben')
  })

  test('nobody decided in time: it ends', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada)
    house.clock.forward(12 * hour - 1)
    await remindApprovers(house)
    expect(await events(house, 'approval.reminded')).toHaveLength(0)
    house.clock.forward(1)
    await remindApprovers(house)
    await remindApprovers(house)
    expect(await events(house, 'approval.reminded')).toHaveLength(1)
    house.clock.forward(12 * hour)
    expect((await house.refuses(ben, 'approval.approve', about(job))).message).toContain('expired')
    await expireApprovals(house)
    await expireApprovals(house)
    expect(await events(house, 'approval.expired')).toHaveLength(1)
    expect(await house.job(job.number)).toMatchObject({ state: 'cancelled' })
  })

  test('whoever cancels the job takes the question back', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada)
    await house.asks(ada, 'job.cancel', about(job))
    expect(await events(house, 'approval.withdrawn')).toHaveLength(1)
    expect((await house.refuses(ben, 'approval.approve', about(job))).message).toContain('withdrawn by Ada')
  })

  test('a job that ended otherwise, as with the trust in its server, leaves nothing to decide', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada)
    const failure = {
      code: 'host_key_changed',
      message: 'box1 shows another key',
      remedy: 'Look',
      stage: null,
    } as const
    await change(house, (rows) => endWaiting(house, rows, job, failure))
    expect(await events(house, 'approval.voided')).toHaveLength(1)
    expect((await house.asks(ben, 'approval.list')).data).toEqual({ approvals: [] })
    const late = await house.refuses(ben, 'approval.approve', about(job))
    expect(late.message).toContain('voided')
    expect(late.message).toContain('box1 shows another key')
  })

  test('a retry runs the same plan under the same approval, as long as its ground holds', async () => {
    const house = await shipHouse()
    const { ada, ben } = await people(house)
    const job = await house.ships(ada)
    await house.asks(ben, 'approval.approve', about(job))
    const fail = (id: string) => house.store.write((rows) => rows.job.update({ id }, { state: 'failed' }))
    await fail(job.id)
    const again = await house.outcome(ada, 'job.retry', about(job))
    if (again.kind !== 'job') throw new Error(`it was ${again.kind}`)
    expect(await house.job(again.job.number)).toMatchObject({ waitsFor: 'turn', retryOf: job.id })
    await fail(again.job.id)
    house.world.basis = 'b2'
    // Nobody could say yes to that plan any more.
    const third = await house.refuses(ada, 'job.retry', { job: String(again.job.number) })
    expect(third).toMatchObject({ code: 'state_forbids', message: expect.stringContaining('changed since') })
    expect(await house.store.reading.approval.count({ state: 'waiting' })).toBe(0)
  })
})

describe('by the policy of the project', () => {
  test('whoever may not say yes any more has not said it', async () => {
    const house = await shipHouse()
    const { ada, ben, cleo, admin } = await people(house)
    await house.asks(admin, 'project.configure', { project: 'acme', approvers: 2 })
    const job = await house.ships(ada)
    await house.asks(ben, 'approval.approve', about(job))
    await house.asks(admin, 'member.grant', { member: '@UBEN', level: 'viewer' })
    await house.asks(cleo, 'approval.approve', about(job))
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'approval' })
    await house.asks(admin, 'approval.approve', about(job))
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'turn' })
  })

  test('two different people say yes, and one of them twice is one', async () => {
    const house = await shipHouse()
    const { ada, ben, cleo } = await people(house)
    await house.asks(cleo, 'project.configure', { project: 'acme', approvers: 2, approval_expires: '4h' })
    const job = await house.ships(ada)
    await house.asks(ben, 'approval.approve', about(job))
    const { card } = await house.asks(ben, 'approval.approve', about(job))
    expect(card.state).toBe('1 of 2 approved (Ben)')
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'approval' })
    expect(await events(house, 'approval.voted')).toHaveLength(1)
    await house.asks(cleo, 'approval.approve', about(job))
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'turn' })
    const approval = await house.store.reading.approval.one({ jobId: job.id })
    expect((approval?.expiresAt ?? 0) - (approval?.createdAt ?? 0)).toBe(4 * hour)
  })

  test('the asker may be one of them, or a maintainer must', async () => {
    const house = await shipHouse()
    const { ada, ben, cleo } = await people(house)
    await house.asks(cleo, 'project.configure', { project: 'acme', self_approval: true })
    const own = await house.ships(ada)
    await house.asks(ada, 'approval.approve', about(own))
    expect(await house.job(own.number)).toMatchObject({ waitsFor: 'turn' })
    await house.asks(cleo, 'project.configure', {
      project: 'acme',
      self_approval: false,
      approval_level: 'maintainer',
    })
    const { card, data } = await house.asks(cleo, 'project.show', { project: 'acme' })
    expect(card.fields).toContainEqual({ label: 'Production', value: 'approved by Maintainer or higher' })
    expect(data).toMatchObject({ policy: { self_approval: false, approval_level: 'maintainer' } })
    const job = await house.ships(ada)
    expect(await house.refuses(ben, 'approval.approve', about(job))).toMatchObject({ status: 403 })
    await house.asks(cleo, 'approval.approve', about(job))
  })
})

describe('a change of rows that a gate held', () => {
  const destroy = { environment: 'acme/production', confirm: 'acme/production' }

  test('becomes a job with what was asked, sealed', async () => {
    const house = await shipHouse()
    const { admin } = await people(house)
    const outcome = await house.outcome(admin, 'environment.destroy', destroy)
    if (outcome.kind !== 'approval') throw new Error(`it was ${outcome.kind}`)
    const job = await house.job(outcome.job.number)
    expect(job.plan).toMatchObject({ pipeline: null, holds: [] })
    expect(job.plan.asked).toMatch(/^v1\./)
    expect(await house.store.reading.environment.count({ kind: 'production' })).toBe(1)
    expect(await house.store.reading.stage.count({ jobId: job.id })).toBe(0)
  })
})
