import { describe, expect, test } from 'vitest'
import { releaseOf } from '../../../core/deployment/release.ts'
import { pipelineNamed } from '../../../core/pipeline/pipelines.ts'
import { holding, practising } from './practising.ts'

const seventeen = pipelineNamed('instance.deploy').stages.map(({ id }) => id)

describe('cancelled', () => {
  test.each(seventeen)('in %s, a first deploy leaves nothing behind', async (stage) => {
    const practice = await practising()
    const { deploy, run, things } = practice
    const job = await deploy()
    await holding(practice, stage)
    const cancel = new AbortController()
    const messages = await run(job, { signal: cancel.signal, held: () => cancel.abort() })
    expect(messages.at(-1)).toMatchObject({ say: 'failed', failure: { code: 'cancelled' } })
    expect(messages.filter((said) => said.say === 'line' && said.level === 'warning')).toEqual([])
    expect(await things()).toEqual([])
  })

  test.each(seventeen)('in %s, a redeploy leaves the server as it was', async (stage) => {
    const practice = await practising()
    const { house, ada, deploy, run, finish, state } = practice
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'sale' })
    const before = await state()
    const job = await deploy()
    expect(releaseOf(job.plan)?.way).toBe('update')
    await holding(practice, stage)
    const cancel = new AbortController()
    let held = false
    const messages = await run(job, {
      signal: cancel.signal,
      held() {
        held = true
        cancel.abort()
      },
    })
    // What was there already is not made again, so nothing is held in its stage.
    if (!held) return expect(messages.at(-1)).toEqual({ say: 'done', goesOn: true })
    expect(messages.at(-1)).toMatchObject({ say: 'failed', failure: { code: 'cancelled' } })
    if (stage !== 'completed') return expect(await state()).toEqual(before)
    // Traffic was let in on the new data: nobody takes that back.
    const lines = messages.flatMap((said) => (said.say === 'line' ? [said.message] : []))
    expect(lines).toContain('Too late: the new release serves already, and it stays')
    expect(messages.filter(({ say }) => say === 'result')).toEqual([
      { say: 'result', value: { containerId: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ])
  })

  test.each(seventeen)('in %s, a code-only redeploy leaves the server as it was', async (stage) => {
    const practice = await practising()
    const { house, ada, deploy, run, finish, state } = practice
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'acme_portal' })
    const before = await state()
    const job = await deploy()
    expect(releaseOf(job.plan)?.way).toBe('beside')
    await holding(practice, stage)
    const cancel = new AbortController()
    await run(job, { signal: cancel.signal, held: () => cancel.abort() })
    if (cancel.signal.aborted) expect(await state()).toEqual(before)
  })

  test('after visitors were given the new release, they are given the old one once that answers', async () => {
    const practice = await practising()
    const { house, ada, deploy, run, finish, acts } = practice
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme' })
    const job = await deploy()
    await holding(practice, 'completed')
    const cancel = new AbortController()
    await run(job, { signal: cancel.signal, held: () => cancel.abort() })
    const undone = (await acts(job.id)).filter((act) => act.startsWith('undo health_check'))
    expect(undone.map((act) => act.split(' ').at(-1))).toEqual([
      'containers.stop',
      'containers.start',
      'containers.probe',
      'proxy.switch',
    ])
  })
})
