import { expect, test } from 'vitest'
import { releaseOf } from '../../../core/deployment/release.ts'
import { pipelineNamed } from '../../../core/pipeline/pipelines.ts'
import { practising } from './practising.ts'

const seventeen = pipelineNamed('instance.deploy').stages.map(({ id }) => id)

test('a first deploy goes through seventeen stages, and what it made stands there', async () => {
  const { house, deploy, run, finish, things } = await practising()
  const job = await deploy()
  expect(seventeen).toHaveLength(17)
  const messages = await run(job)
  expect(messages.at(-1)).toEqual({ say: 'done' })
  const ended = messages.flatMap((one) => (one.say === 'stage_ended' ? [[one.stage, one.state]] : []))
  expect(ended).toHaveLength(17)
  expect(new Set(ended.map(([, state]) => state))).toEqual(new Set(['completed']))
  const lines = messages.flatMap((one) => (one.say === 'line' ? [one.message] : []))
  expect(lines).toContain('Deployment created and queued')
  expect(lines).toContain('[1/3] Cloning platform-reporting (19.0)...')
  expect(lines.some((line) => /^DNS configured: acme\.example\.test -> \S+ \(\d+\.\ds\)$/.test(line))).toBe(true)
  expect(
    lines.some((line) => /^Deployment completed successfully! Total time: \d+\.\ds \(\d+\.\d min\)$/.test(line)),
  ).toBe(true)
  const after = await finish(job)
  expect(after.state).toBe('success')
  const instance = await house.store.reading.instance.one({ id: job.instanceId ?? '' })
  expect([instance?.state, instance?.runsId]).toEqual(['deployed', job.id])
  const deployment = await house.store.reading.deployment.one({ id: job.id })
  expect(deployment).toMatchObject({ version: 1, kind: 'deploy', trigger: 'manual', branch: 'main' })
  expect(deployment?.containerId).toMatch(/^[0-9a-f]{64}$/)
  const release = releaseOf(job.plan)
  expect(await things()).toContain(`container ${job.instanceId}_odoo_${release?.id}`)
})
