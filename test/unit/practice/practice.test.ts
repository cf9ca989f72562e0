import { expect, test } from 'vitest'
import { pipelineNamed } from '../../../core/pipeline/pipelines.ts'
import { answerPractice } from '../../../core/practice/answer.ts'
import { filesOf, history, modulesAt } from '../../../core/practice/code.rule.ts'
import { costOf } from '../../../core/practice/cost.rule.ts'
import { faultFrom } from '../../../core/practice/fault.rule.ts'
import { practiceGit } from '../../../core/practice/git.ts'
import { practising } from '../deployment/practising.ts'

test('a first deploy takes as long as the seed’s: 187.3 s over all stages, each its own', async () => {
  const { house, deploy, run } = await practising()
  const job = await deploy()
  await run(job)
  const acts = await house.store.reading.practiceAct.find({ jobId: job.id })
  const byStage = new Map<string, number>()
  for (const { stage, call, about } of acts) {
    const cost = costOf(stage, call, { about, cached: false, redeploy: false })
    byStage.set(stage, (byStage.get(stage) ?? 0) + cost)
  }
  const { stages } = pipelineNamed('instance.deploy')
  for (const { id, expectedMs } of stages.slice(0, -1)) expect([id, byStage.get(id)]).toEqual([id, expectedMs])
  expect([...byStage.values()].reduce((sum, one) => sum + one, 0)).toBe(187_300)
  // Each can be held and can go wrong.
  expect([...byStage.keys()].filter((id) => id !== 'afterwards').sort()).toEqual(stages.map(({ id }) => id).sort())
})

test('layers that are there already are not pulled again', () => {
  const about = { about: 'odoo:19.0', redeploy: false }
  expect(costOf('pulling_image', 'images.pull', { ...about, cached: false })).toBe(12_400)
  expect(costOf('pulling_image', 'images.pull', { ...about, cached: true })).toBe(2000)
})

test('a held call waits for its release, and is forgotten at once where nobody waits any more', async () => {
  const { house, ada, deploy, serverId } = await practising()
  const job = await deploy()
  await house.asks(ada, 'practice.hold', { stage: 'creating_network' })
  const told: string[] = []
  const call = { stage: 'creating_network', call: 'networks.create', given: { name: 'n', labels: {} } }
  let isHeld = () => {}
  const held = new Promise<void>((resolve) => {
    isHeld = resolve
  })
  const hears = {
    held() {
      told.push('held')
      isHeld()
    },
    released: () => void told.push('released'),
  }
  const going = answerPractice(house, job, call, new AbortController().signal, hears)
  await held
  const gone = new AbortController()
  const forgotten = answerPractice(house, job, call, gone.signal)
  gone.abort()
  await expect(forgotten).rejects.toThrow('aborted')
  expect(await house.store.reading.practiceThing.count({ serverId, kind: 'network' })).toBe(0)
  await house.asks(ada, 'practice.release')
  await going
  expect(told).toEqual(['held', 'released'])
  expect(await house.store.reading.practiceThing.count({ serverId, kind: 'network' })).toBe(1)
})

test('a stage that is done already is held and goes wrong too', async () => {
  const { house, ada, deploy, finish } = await practising()
  await finish(await deploy())
  await house.asks(ada, 'practice.fault', { stage: 'pulling_image', text: 'disk full', times: 1 })
  expect(await finish(await deploy())).toMatchObject({ state: 'failed', failure: { code: 'disk_full' } })
  expect((await house.store.reading.instance.find()).map(({ state }) => state)).toEqual(['deployed'])
  expect((await finish(await deploy())).state).toBe('success')
})

test('what is asked costs nothing, is not held where there is nothing, and is not counted', async () => {
  const { house, ada, deploy } = await practising()
  const job = await deploy()
  await house.asks(ada, 'practice.hold', { stage: 'creating_network' })
  const call = { stage: 'creating_network', call: 'networks.find', given: { name: 'n' } }
  expect(await answerPractice(house, job, call, new AbortController().signal)).toBeNull()
  expect(await house.store.reading.practiceAct.count()).toBe(0)
})

test('a call that it does not know is refused', async () => {
  const { house, deploy } = await practising()
  const call = { stage: 'connecting', call: 'containers.explode', given: null }
  await expect(answerPractice(house, await deploy(), call, new AbortController().signal)).rejects.toThrow(
    'does not know',
  )
})

test('a fault of a number of times is used up', async () => {
  const { house, ada, deploy } = await practising()
  const job = await deploy()
  await house.asks(ada, 'practice.fault', { stage: 'connecting', text: 'connection reset', times: 2 })
  const call = { stage: 'connecting', call: 'takeOver', given: null }
  const again = () => answerPractice(house, job, call, new AbortController().signal)
  await expect(again()).rejects.toMatchObject({ code: 'connection_reset', transient: true })
  await expect(again()).rejects.toMatchObject({ code: 'connection_reset' })
  expect(await again()).toBeNull()
})

test('a text of its own is said as it is, with how to take it away', () => {
  const fault = faultFrom('The cat sat on it.', { stage: 'connecting', server: 'practice', about: '' })
  expect(fault.told()).toMatchObject({ code: 'practice_fault', message: 'The cat sat on it.' })
  expect(fault.told().remedy).toContain('practice fault connecting --clear')
})

test('holds, faults and resets are for practice servers alone', async () => {
  const { house, ada } = await practising()
  await house.asks(ada, 'server.add', { name: 'box1', host: '192.0.2.7' })
  for (const [operation, given] of [
    ['practice.hold', { stage: 'connecting' }],
    ['practice.fault', { stage: 'connecting', text: 'x' }],
    ['practice.show', {}],
  ] as const) {
    expect((await house.refuses(ada, operation, { ...given, server: 'box1' })).code).toBe('practice_alone')
  }
  await house.asks(ada, 'practice.add', { name: 'second' })
  expect((await house.refuses(ada, 'practice.hold', { stage: 'connecting' })).code).toBe('ambiguous')
})

test('a reset empties it, and its instances are drafts again', async () => {
  const { house, ada, deploy, finish, things } = await practising()
  await finish(await deploy())
  expect(await things()).not.toEqual([])
  await house.store.write((rows) => rows.job.update({}, { state: 'success' }))
  const [instance] = await house.store.reading.instance.find()
  await house.store.write((rows) =>
    rows.lock.insert({
      instanceId: instance?.id ?? '',
      memberId: null,
      jobId: 'j',
      reason: 'rolled back',
      until: null,
      createdAt: 0,
    }),
  )
  await house.asks(ada, 'practice.reset', { confirm: 'practice' })
  expect(await house.store.reading.lock.count()).toBe(0)
  // Whoever waits for it to be free hears of it.
  expect(await house.store.reading.event.count({ type: 'lock.freed' })).toBe(1)
  expect(await things()).toEqual([])
  expect((await house.store.reading.instance.find()).map(({ state, runsId }) => [state, runsId])).toEqual([
    ['draft', null],
  ])
  expect((await finish(await deploy())).state).toBe('success')
})

test('its repositories are the same for everybody, and a push moves the branch', async () => {
  const { house, ada, serverId } = await practising()
  const url = 'https://git.example/acme.git'
  const git = practiceGit(house.store.reading, serverId)
  const before = await git.find(url, { branch: 'main' })
  expect(before).toMatchObject({ message: 'Add customer portal module', author: 'Ines Weber' })
  expect(await git.find(url, { branch: 'none' })).toBeNull()
  expect(await git.find(url, { commit: before?.hash.slice(0, 7) ?? '' })).toEqual(before)
  expect((await git.find(url, { tag: 'v1.0' }))?.message).toBe('Add the first modules')
  await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Sell more', modules: 'sale' })
  const after = await git.find(url, { branch: 'main' })
  expect(after).toMatchObject({ message: 'Sell more' })
  const difference = await git.between(url, before?.hash ?? '', after?.hash ?? '')
  expect(difference.commits.map(({ message }) => message)).toEqual(['Sell more'])
  expect(difference.files).toEqual(['sale/__manifest__.py', 'sale/models/sale.py'])
  const [{ modules: then }, { modules: now }] = await Promise.all([
    git.contents(url, before?.hash ?? ''),
    git.contents(url, after?.hash ?? ''),
  ])
  expect(now['sale']?.hash).not.toBe(then['sale']?.hash)
  expect(now['acme_portal']).toEqual(then['acme_portal'])
  await house.asks(ada, 'practice.commit', { project: 'acme', branch: 'next' })
  expect(await git.find(url, { branch: 'next' })).not.toBeNull()
  expect(await git.find(url, { branch: 'main' })).toEqual(after)
})

test('what begins a repository changes files of all its modules', () => {
  const [first, second] = history('https://git.example/acme.git', 'main', [])
  if (!first || !second) throw new Error('there is no beginning')
  expect(filesOf(second)).toContain('acme_base/__manifest__.py')
  expect(Object.keys(modulesAt('https://git.example/acme.git', [first, second]))).toEqual([
    'acme_base',
    'acme_portal',
    'sale',
  ])
})
