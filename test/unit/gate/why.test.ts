import { expect, test } from 'vitest'
import { reasons } from '../../../core/gate/gate.ts'
import { shipHouse } from './ship.ts'

const staging = { instance: 'acme/staging/v19' }

interface Gates {
  gates: { reason: string; passes: boolean; code: string | null; until: number | null }[]
}

async function withPeople() {
  const house = await shipHouse()
  const mia = await house.person('Mia', 'maintainer')
  const ada = await house.person('Ada', 'developer_plus')
  const closed = async (given: Record<string, unknown>, who = ada) =>
    ((await house.asks(who, 'why', given)).data as Gates).gates
      .filter(({ passes }) => !passes)
      .map(({ reason, code }) => `${reason}: ${code}`)
  return { house, mia, ada, closed }
}

test('all gates are shown, with what is in the way first and what to do about it', async () => {
  const { house, mia, ada } = await withPeople()
  const free = await house.asks(ada, 'why', staging)
  expect((free.data as Gates).gates.map(({ reason }) => reason)).toEqual([...reasons])
  expect(free.card).toMatchObject({ tone: 'good', state: 'free', actions: [] })
  expect(free.card.lines?.every(({ tone }) => tone === 'good')).toBe(true)
  await house.asks(mia, 'instance.lock', { ...staging, reason: 'import runs' })
  await house.asks(mia, 'freeze.add', { to: 'in 3 hours', reason: 'stocktaking' })
  const { card } = await house.asks(ada, 'why', staging)
  expect(card.title).toBe('instance deploy acme/staging/v19: not now')
  expect(card.lines?.slice(0, 3).map(({ tone }) => tone)).toEqual(['bad', 'waiting', 'good'])
  expect(card.actions?.map(({ label }) => label)).toEqual([
    'Tell me when free',
    'Ask for it',
    'Take over',
    'Freeze list',
  ])
})

test('of production, of another operation, of somebody who may not', async () => {
  const { house, closed } = await withPeople()
  expect(await closed({ instance: 'acme/production/v19' })).toEqual(['approval: needs_approval'])
  expect(await closed({ instance: 'acme/production/v19', operation: 'instance configure' })).toEqual([])
  const vi = await house.person('Vi', 'viewer')
  expect(await closed(staging, vi)).toEqual(['right: not_allowed'])
  expect((await house.refuses(vi, 'why', { ...staging, operation: 'dance' })).code).toBe('unknown_operation')
})

test('a quota of jobs, and staging before production', async () => {
  const { house, mia, ada, closed } = await withPeople()
  await house.asks(mia, 'project.configure', { project: 'acme', max_jobs: 2, require_staging: true })
  await expect(house.ships(ada)).rejects.toMatchObject({ code: 'staging_first', facts: { commit: 'c0ffee12' } })
  const first = await house.ships(ada, staging)
  await house.store.write(async (rows) => {
    await rows.deployment.insert({
      id: first.id,
      instanceId: first.instanceId ?? '',
      environmentId: first.environmentId ?? '',
      projectId: house.projectId,
      version: 1,
      kind: 'deploy',
      trigger: 'manual',
      branch: 'main',
      commit: house.world.commit,
      message: null,
      author: null,
      authorEmail: null,
      committedAt: null,
      imageTag: 'odoo:19.0',
      imageDigest: 'sha256:1',
      containerId: null,
      fromId: null,
      createdAt: house.clock.now(),
    })
  })
  await expect(house.ships(ada)).rejects.toMatchObject({ code: 'staging_first' })
  await house.ships(ada, staging)
  await expect(house.ships(ada, staging)).rejects.toMatchObject({ code: 'quota_reached' })
  expect(await closed(staging)).toEqual(['quota: quota_reached'])
  await house.store.write((rows) => rows.job.update({}, { state: 'success' }))
  expect(await house.ships(ada)).toMatchObject({ waitsFor: 'approval' })
  house.world.commit = 'another'
  await expect(house.ships(ada)).rejects.toMatchObject({ code: 'staging_first' })
})
