import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../surface/api.ts'
import { describeInLab } from '../endpoints.ts'
import { Floor } from './floor.ts'

describeInLab('a real deploy, by chat alone, from an empty store', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons
      .module('acme_base', { mark: 'one' })
      .module('acme_portal', { depends: ['acme_base'], mark: 'one' })
      .module('acme_apart', { mark: 'one' })
      .push('Start')
    await floor.furnish()
    await floor.done('server check box1')
    await floor.project()
  })

  afterAll(() => floor?.close())

  const updated = (lines: readonly string[]) => lines.filter((line) => /Updating /.test(line)).join('\n')

  test('the first one serves by https, with a certificate that the authority vouches for', async () => {
    const job = await floor.done('deploy acme/staging')
    expect(job.stages.map(({ state }) => state)).not.toContain('warned')
    const { containers } = (await floor.says('server show box1')).body.data
    const ours = containers.map((one: Json) => [
      one.name.replace(/.*_(?=db|odoo|pgb|nginx)/, ''),
      one.instance,
      one.job,
    ])
    for (const name of ['db', 'pgbouncer', job.result.containerName.replace(/.*_odoo/, 'odoo')])
      expect(ours).toContainEqual([name, 'acme/staging/v19', job.number])
    expect(ours).toContainEqual(['nginx', null, null])
    const page = await floor.visit('/web/login', { ca: await floor.authority() })
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('acme_portal=19.0.1.0.0:one')])
    const plain = await floor.visit('/web/login', { tls: false })
    expect([plain.status, plain.headers['location']]).toEqual([301, `https://${floor.domain}/web/login`])
  })

  test('a changed module is updated, with what depends on it and nothing else', async () => {
    floor.addons.module('acme_base', { mark: 'two' }).push('Change the base')
    const job = await floor.done('deploy acme/staging')
    expect(updated(job.lines)).toMatch(/acme_base, acme_portal/)
    expect(updated(job.lines)).not.toContain('acme_apart')
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:two')
  })

  test('a change outside of modules goes live without touching the database', async () => {
    floor.addons.write('README.md', 'read me').push('Tell about it')
    const job = await floor.done('deploy acme/staging')
    expect(updated(job.lines)).toBe('')
    expect(job.result.interruptedMs).toBe(0)
  })

  test('a rollback brings the code from before back and locks', async () => {
    floor.addons.module('acme_apart', { mark: 'three' }).push('Change what stands apart')
    await floor.done('deploy acme/staging --no-update')
    expect((await floor.visit('/web/login')).text).toContain('acme_apart=19.0.1.0.0:three')
    await floor.done('rollback acme/staging')
    expect((await floor.visit('/web/login')).text).toContain('acme_apart=19.0.1.0.0:one')
    const refused = await floor.api.ask('deploy acme/staging')
    expect(refused.text).toMatch(/lock/i)
    await floor.done('deploy acme/staging --unlock')
    expect((await floor.visit('/web/login')).text).toContain('acme_apart=19.0.1.0.0:three')
  })
})
