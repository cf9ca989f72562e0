import { describe, expect, test } from 'vitest'
import { applyHeld } from '../../../core/operation/apply.ts'
import { claimed, type ShipHouse, shipHouse } from './ship.ts'

const destroy = { environment: 'acme/production', confirm: 'acme/production' }

async function approved() {
  const house = await shipHouse()
  const admin = await house.person('Root', 'admin')
  const ben = await house.person('Ben', 'admin')
  const outcome = await house.outcome(admin, 'environment.destroy', destroy)
  if (outcome.kind !== 'approval') throw new Error(`it was ${outcome.kind}`)
  await house.asks(ben, 'approval.approve', { job: String(outcome.job.number) })
  const job = await claimed(house)
  if (!job) throw new Error('nothing could be claimed')
  return { house, admin, ben, job }
}

const destroyed = (house: ShipHouse) => house.store.reading.event.count({ type: 'environment.destroyed' })

describe('a change that was held', () => {
  test('is applied once, also where whoever applied it was lost before it said so', async () => {
    const { house, job } = await approved()
    const ending = await applyHeld(house, job)
    expect(ending).toMatchObject({ state: 'success', result: { data: { environment: 'acme/production' } } })
    expect(await applyHeld(house, { ...job, fence: job.fence + 1 })).toEqual(ending)
    expect(await house.store.reading.environment.count({ kind: 'production' })).toBe(0)
    expect(await destroyed(house)).toBe(1)
    const entries = await house.store.reading.audit.find({ operation: 'environment.destroy' }, { order: ['position'] })
    expect(entries.map(({ outcome, who, detail }) => [outcome, who, detail])).toEqual([
      ['asked', 'Root', `#${job.number}`],
      ['done', 'Root', `#${job.number}`],
    ])
  })

  test('is not applied by a former owner', async () => {
    const { house, job } = await approved()
    expect(await applyHeld(house, { ...job, fence: job.fence - 1 })).toMatchObject({ state: 'failed' })
    expect(await destroyed(house)).toBe(0)
    expect(await house.store.reading.environment.count({ kind: 'production' })).toBe(1)
  })

  test('meets what the change itself refuses, and whether its asker still may', async () => {
    const { house, job, ben } = await approved()
    await house.store.write((rows) => rows.instance.update({ name: 'v19' }, { state: 'deployed' }))
    const ending = await applyHeld(house, job)
    expect(ending).toMatchObject({ state: 'failed', failure: { code: 'state_forbids' } })
    await house.store.write((rows) => rows.instance.update({ name: 'v19' }, { state: 'draft' }))
    await house.asks(ben, 'member.grant', { member: '@UROOT', level: 'developer' })
    expect(await applyHeld(house, job)).toMatchObject({ state: 'failed' })
    expect(await destroyed(house)).toBe(0)
  })

  test('is not applied to another thing that bears the name by now', async () => {
    const { house, job } = await approved()
    const id = house.chance.id()
    await house.store.write(async (rows) => {
      const environment = await rows.environment.one({ projectId: house.projectId, kind: 'production' })
      if (!environment) throw new Error('there is no production')
      await rows.instance.remove({ environmentId: environment.id })
      await rows.environment.remove({ id: environment.id })
      await rows.environment.insert({ ...environment, id })
    })
    expect(await applyHeld(house, job)).toMatchObject({ state: 'failed', failure: { code: 'state_forbids' } })
    expect(await destroyed(house)).toBe(0)
    expect(await house.store.reading.environment.count({ id })).toBe(1)
  })

  test('does not take away what is being deployed, and ends what waits to be', async () => {
    const { house, admin, job } = await approved()
    const deploys = await house.ships(admin)
    const set = (state: 'running' | 'pending', waitsFor: 'lock' | null) =>
      house.store.write((rows) => rows.job.update({ id: deploys.id }, { state, waitsFor }))
    await set('running', null)
    const refused = await applyHeld(house, job)
    expect(refused).toMatchObject({ state: 'failed', failure: { code: 'state_forbids' } })
    expect(JSON.stringify(refused)).toContain(`#${deploys.number}`)
    expect(await destroyed(house)).toBe(0)
    await set('pending', 'lock')
    expect(await applyHeld(house, job)).toMatchObject({ state: 'success' })
    expect(await house.job(deploys.number)).toMatchObject({ state: 'failed', failure: { code: 'state_forbids' } })
    expect(await house.store.reading.approval.count({ state: 'waiting' })).toBe(0)
  })

  test('keeps what was asked sealed: a secret in it is nowhere to be read', async () => {
    const { house, job } = await approved()
    expect(JSON.stringify(job.plan)).not.toContain('"confirm"')
    expect(
      JSON.stringify(
        (await house.asks(await house.person('Vi', 'viewer'), 'job.show', { job: String(job.number) })).data,
      ),
    ).not.toContain(job.plan.asked)
  })
})
