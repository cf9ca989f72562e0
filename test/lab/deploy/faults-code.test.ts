import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { interruptionIn } from './interruption.ts'
import { nothingLeft } from './stock.ts'
import { visited } from './visited.ts'
import type { Visitor } from './visitor.ts'

describeInLab('a deploy of what does not work, where something serves', (lab) => {
  let floor: Floor
  let visitor: Visitor
  let instance = ''

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons
      .module('acme_base', { mark: 'one' })
      .module('acme_portal', { depends: ['acme_base'], mark: 'one' })
      .push('Start')
    await floor.furnish()
    await floor.project()
    const first = await floor.done('deploy acme/staging')
    instance = first.instance_id
  })

  afterAll(() => floor?.close())

  visited(
    () => floor,
    (one) => {
      visitor = one
    },
  )

  /** In the database that serves. */
  const sql = (statement: string) => floor.sql(instance, statement)

  test('a module that raises: the database goes back, the old release serves again, and it is said for how long not', async () => {
    const raising = "import os\nif os.path.exists('/var/lib/odoo/stop'):\n    raise ValueError('no such state')\n"
    const files = { 'models/sale.py': raising }
    floor.addons.module('acme_base', { mark: 'two', code: 'from .models import sale\n', files }).push('Break the base')
    const data = `/opt/paasportal/${instance}/data`
    wellDone(await floor.server.exec('touch', `${data}/stop`))

    const job = await floor.job('deploy acme/staging')
    await visitor.leave()
    expect(job).toMatchObject({
      state: 'failed',
      failure: { code: 'module_failed', stage: 'initializing_database', message: expect.stringContaining('acme_base') },
    })
    expect(job.failure.message).toContain('ValueError: no such state')
    expect(job.failure.remedy).not.toBe('')
    expect(job.lines.join('\n')).toMatch(/Traceback \(most recent call last\):/)
    expect(visitor.marks).toEqual(['one'])
    expect(visitor.seen.at(-1)).toMatchObject({ status: 200, mark: 'one' })
    // It struck while visitors saw the page, and no longer than is said.
    expect(visitor.failed.length).toBeGreaterThan(0)
    expect(visitor.failed.map(({ status }) => status)).toEqual(visitor.failed.map(() => 503))
    expect(visitor.gapMs).toBeLessThanOrEqual(interruptionIn(job) + 100)
    expect(
      await sql("SELECT latest_version FROM ir_module_module WHERE state <> 'installed' AND state LIKE 'to %'"),
    ).toBe('')
    await nothingLeft(floor)

    wellDone(await floor.server.exec('rm', `${data}/stop`))
    const again = await floor.done(`job retry ${job.number}`)
    expect((await floor.visit('/web/login')).text).toContain(':two')
    // What was not served the first time is not counted twice.
    expect(again.result.interruptedMs).toBeLessThanOrEqual(again.duration_ms)
  })

  test('a migration that raises: what it did before is not there any more', async () => {
    const moving = [
      'def migrate(cr, version):',
      "    cr.execute(\"INSERT INTO ir_config_parameter (key, value) VALUES ('acme.moved', 'yes')\")",
      '    cr.commit()',
      '    cr.execute("SELECT value FROM ir_config_parameter WHERE key = \'acme.ready\'")',
      '    if not cr.fetchall():',
      "        raise ValueError('nobody said that it is ready')",
    ].join('\n')
    const files = { 'migrations/19.0.2.0.0/post-move.py': moving }
    floor.addons.module('acme_base', { mark: 'three', version: '19.0.2.0.0', files }).push('Move')
    const job = await floor.job('deploy acme/staging')
    await visitor.leave()
    expect(job).toMatchObject({
      state: 'failed',
      failure: { code: 'migration_failed', stage: 'initializing_database' },
    })
    expect(job.failure.message).toContain('migrations/19.0.2.0.0/post-move.py')
    expect(visitor.marks).toEqual(['two'])
    expect(visitor.failed.length).toBeGreaterThan(0)
    expect(visitor.gapMs).toBeLessThanOrEqual(interruptionIn(job) + 100)
    expect(await sql("SELECT count(*) FROM ir_config_parameter WHERE key = 'acme.moved'")).toBe('0')
    expect(await sql("SELECT latest_version FROM ir_module_module WHERE name = 'acme_base'")).toBe('19.0.1.0.0')

    await sql("INSERT INTO ir_config_parameter (key, value) VALUES ('acme.ready', 'yes')")
    await floor.done(`job retry ${job.number}`)
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:three')
    expect(await sql("SELECT count(*) FROM ir_config_parameter WHERE key = 'acme.moved'")).toBe('1')
  })
})
