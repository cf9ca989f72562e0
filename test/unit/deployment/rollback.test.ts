import { describe, expect, test } from 'vitest'
import { releaseOf } from '../../../core/deployment/release.ts'
import type { Job } from '../../../core/job/job.ts'
import { type Practising, practising } from './practising.ts'

describe('a rollback', () => {
  test('runs the code from before, says whether that suffices, and locks the instance', async () => {
    const { house, ada, deploy, finish } = await practising()
    const first = await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    await finish(await deploy())
    const back = await deploy({}, 'instance.rollback')
    expect(releaseOf(back.plan)).toMatchObject({ kind: 'rollback', git: { hash: releaseOf(first.plan)?.git.hash } })
    expect(back.plan.lines).toContain('Code alone suffices: the database was not updated since')
    await finish(back)
    const lock = await house.store.reading.lock.one({ instanceId: first.instanceId ?? '' })
    expect(lock).toMatchObject({ jobId: back.id, memberId: null })
  })

  test('locks it also where a lock of somebody is over and was not taken away yet', async () => {
    const { house, ada, deploy, finish } = await practising()
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    await finish(await deploy())
    const given = { instance: 'acme/staging', reason: 'import runs', until: 'in 1 hour' }
    await house.asks(ada, 'instance.lock', given)
    const back = await deploy({}, 'instance.rollback')
    house.clock.forward(3_600_000)
    await finish(back)
    expect(await house.store.reading.lock.find()).toMatchObject([{ jobId: back.id, until: null }])
  })

  test('with the database needs the dump from just before what runs', async () => {
    const { house, ada, deploy, finish, state } = await practising()
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    await finish(await deploy())
    const data = async () => {
      const volume = (await state()).find(({ kind }) => kind === 'volume')?.data
      // For which release it was made ready is another matter.
      return JSON.stringify(volume).replace(/"release":"\w+"/, '')
    }
    const before = await data()
    await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'sale' })
    await finish(await deploy())
    expect(await data()).not.toEqual(before)
    const back = await deploy({ database: true }, 'instance.rollback')
    expect(back.plan.outlook).toMatchObject({ database: 'restored' })
    expect(back.plan.effects).toContain('recoverability')
    expect((await finish(back)).state).toBe('success')
    expect(await data()).toEqual(before)
  })

  test('takes the very release again: its container is started, and nothing is made', async () => {
    const { house, ada, deploy, finish, acts } = await practising()
    const first = await finish(await deploy())
    await house.asks(ada, 'instance.configure', { instance: 'acme/staging', workers: 3 })
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    const second = await finish(await deploy())
    expect(second.plan.lines).toContain('odoo.conf workers: 2 → 3')
    const back = await deploy({}, 'instance.rollback')
    const release = releaseOf(back.plan)
    expect(release).toMatchObject({ id: releaseOf(first.plan)?.id, again: true, returnsTo: first.id, way: 'beside' })
    expect(release?.settings.workers).toBeNull()
    expect(back.plan.lines).toContain('odoo.conf workers: 3 → 2')
    await finish(back)
    const done = await acts(back.id)
    expect(done.filter((act) => act.startsWith('starting_container'))).toEqual(['starting_container containers.start'])
    expect(
      done.filter((act) => /checkOut|pull|create|files.write/.test(act)).filter((act) => !act.startsWith('completed')),
    ).toEqual([])
    // Nobody goes forward again by going back twice.
    const told = await house.refuses(ada, 'instance.rollback', { instance: 'acme/staging' })
    expect(told.code).toBe('state_forbids')
  })

  test('to one that is still coming to its end waits for that, and starts it then', async () => {
    const { house, ada, deploy, finish, acts } = await practising()
    const first = await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    await finish(await deploy())
    const name = `${first.instanceId}_odoo_${releaseOf(first.plan)?.id}`
    await house.store.write(async (rows) => {
      const thing = await rows.practiceThing.one({ kind: 'container', name })
      await rows.practiceThing.update(
        { kind: 'container', name },
        { data: { ...Object(thing?.data), state: 'running' } },
      )
    })
    const back = await finish(await deploy({}, 'instance.rollback'))
    const done = (await acts(back.id)).filter((act) => act.startsWith('starting_container'))
    expect(done).toEqual(['starting_container containers.stop', 'starting_container containers.start'])
  })

  test('over several updates takes the data as that release left them, and says what is lost', async () => {
    const practice = await practising()
    const { house, ada, deploy, finish, state } = practice
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    // For which release they were made ready is another matter.
    const volume = async () =>
      JSON.stringify((await state()).find(({ kind }) => kind === 'volume')).replace(/"release":"\w+"/, '')
    await finish(await deploy())
    const before = await volume()
    const [second] = [await updated(practice, 'sale')]
    await updated(practice, 'stock')
    const alone = await deploy({ to: 1 }, 'instance.rollback')
    expect(alone.plan.lines.join('\n')).toMatch(
      /The database was updated since \(.*sale.*\): the older code may not fit it/,
    )
    expect(alone.plan.lines.at(-1)).toContain('With `--database`: The data go back to the dump, taken just before #2')
    const back = await deploy({ to: 1, database: true }, 'instance.rollback')
    expect(back.plan.lines.join('\n')).toContain(`taken just before #${second.number}: whatever was entered since`)
    expect((await finish(back)).state).toBe('success')
    expect(await volume()).toEqual(before)
  })

  test('with the database is refused where code alone changed', async () => {
    const { house, ada, deploy, finish } = await practising()
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    await finish(await deploy())
    const told = await house.refuses(ada, 'instance.rollback', { instance: 'acme/staging', database: true })
    expect(told).toMatchObject({ code: 'state_forbids', message: expect.stringContaining('not updated since') })
  })

  test('of the only release there was is refused', async () => {
    const { house, ada, deploy, finish } = await practising()
    await finish(await deploy())
    expect((await house.refuses(ada, 'instance.rollback', { instance: 'acme/staging' })).code).toBe('state_forbids')
  })
})

async function updated({ house, ada, deploy, finish }: Practising, modules: string): Promise<Job> {
  await house.asks(ada, 'practice.commit', { project: 'acme', modules })
  return finish(await deploy())
}
