import { expect, test } from 'vitest'
import { practising } from '../unit/deployment/practising.ts'
import { onEveryDatabase } from './store-places.ts'

onEveryDatabase((fresh) => {
  test('a deploy to a practice server stands in its rows, and the next one finds it there', async () => {
    const { house, ada, deploy, finish, acts, things } = await practising('staging', await fresh())
    const first = await finish(await deploy())
    expect([first.state, first.failure]).toEqual(['success', null])
    const standing = async () => (await things()).filter((name) => /^(?:container|network|volume|image) /.test(name))
    const before = await standing()
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'One more' })
    const second = await finish(await deploy())
    expect(second.state).toBe('success')
    // What ran before stays, stopped: the way back.
    expect(await standing()).toHaveLength(before.length + 1)
    const again = await acts(second.id)
    expect(again.filter((act) => /^(?:creating_|pulling_|initializing_database|verifying_dns)/.test(act))).toEqual([])
  })

  test('a held stage of one process is released by another', async () => {
    const { house, ada, deploy, run } = await practising('staging', await fresh())
    const job = await deploy()
    await house.asks(ada, 'practice.hold', { stage: 'connecting' })
    // The bell of another process is not heard here: the slow look finds that the row is gone.
    const messages = await run(job, {
      held: () => void house.store.write((rows) => rows.practiceHold.remove({ stage: 'connecting' })),
    })
    expect(messages.at(-1)).toEqual({ say: 'done', goesOn: true })
  })
})
