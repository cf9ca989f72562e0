import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { Floor } from './floor.ts'
import { visited } from './visited.ts'
import type { Visitor } from './visitor.ts'

describeInLab('a deploy of an image that does not work, where something serves', (lab) => {
  let floor: Floor
  let visitor: Visitor

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    await floor.done('deploy acme/staging')
  })

  afterAll(() => floor?.close())

  visited(
    () => floor,
    (one) => {
      visitor = one
    },
  )

  test('an image in which Odoo does not start: it serves nobody, and the old one serves on', async () => {
    await floor.says(`version set 19.0 --image ${lab.images.odooBroken}`)
    const job = await floor.job('deploy acme/staging --no-update')
    await visitor.leave()
    expect(job.state).toBe('failed')
    expect(JSON.stringify(job.failure)).toContain('libldap')
    expect(visitor.marks).toEqual(['one'])
    expect(visitor.failed).toEqual([])
    await floor.says(`version set 19.0 --image ${lab.images.odooNext}`)
    await floor.done('deploy acme/staging --no-update')
    expect((await floor.visit('/web/login')).text).toContain('release=19.0-20261127')
  })

  test('an image that starts and never answers: it is said within its limit, and the old one serves on', async () => {
    await floor.says(`version set 19.0 --image ${lab.images.odooDeaf}`)
    expect((await floor.says('instance configure acme/staging --answers-within 30s')).text).toContain('Answers within')
    const job = await floor.job('deploy acme/staging --no-update')
    await visitor.leave()
    expect(job).toMatchObject({
      state: 'failed',
      failure: {
        code: 'health_check_failed',
        stage: 'health_check',
        message: expect.stringContaining('nothing answered within 30 s'),
        remedy: expect.stringContaining('--answers-within'),
      },
    })
    expect(job.lines.join('\n')).toContain('the release from before keeps the traffic')
    const { body } = await floor.says(`job why ${job.number}`)
    expect(body.data.diagnosis.id).toBe('health_check_failed')
    const operations: unknown[] = body.card.actions.map(({ operation }: { operation: string }) => operation)
    expect(operations).toContain('instance.configure')
    expect((await floor.says(`job show ${job.number}`)).text).toContain('which ran before, still serves')
    expect(visitor.failed).toEqual([])
    await floor.says(`version set 19.0 --image ${lab.images.odoo}`)
    await floor.done('deploy acme/staging --no-update')
    expect((await floor.visit('/web/login')).status).toBe(200)
  })
})
