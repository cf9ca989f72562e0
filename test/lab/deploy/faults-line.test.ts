import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../surface/api.ts'
import { describeInLab } from '../endpoints.ts'
import { Floor } from './floor.ts'
import { nothingLeft } from './stock.ts'
import { cut, Heard } from './strike.ts'
import { Visitor } from './visitor.ts'

/** A stage goes on after so many cuts; while others begin, those that take long are struck with them. */
const most = 3

describeInLab('a line that is cut in the middle of a deploy', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons
      .module('acme_base', { mark: 'one' })
      .module('acme_portal', { depends: ['acme_base'], mark: 'one' })
      .push('Start')
    await floor.furnish()
    await floor.project()
  })

  afterAll(() => floor?.close())

  afterEach(async () => {
    await floor.server.linkUp()
    await nothingLeft(floor)
  })

  /** Cut whenever one of these stages begins, or any: what runs then is struck. Answers how it went, and who noticed. */
  const cutIn = async (line: string, wanted: readonly string[] | 'each') => {
    const job = await Heard.job(floor, line)
    const cuts = new Map<string, number>()
    const fresh = () => job.begun.filter((stage) => !cuts.has(stage) && (wanted === 'each' || wanted.includes(stage)))
    for (;;) {
      await job.until(() => fresh().length > 0)
      if (job.over) break
      const { body } = await floor.says(`job show ${job.number} --stages`)
      const stages: Json[] = body.data.stages
      const running = stages.flatMap(({ id, state }) => (state === 'running' ? [String(id)] : []))
      for (const stage of fresh()) cuts.set(stage, 0)
      if (running.length === 0 || running.some((stage) => (cuts.get(stage) ?? 0) >= most)) continue
      for (const stage of running) cuts.set(stage, (cuts.get(stage) ?? 0) + 1)
      await cut(floor, job)
    }
    job.close()
    const struck = [...cuts].flatMap(([stage, count]) => (count > 0 ? [stage] : []))
    return { job: await floor.ended(job.number), struck, noticed: job.triesAgain }
  }

  test('the first one goes through', async () => {
    const { job, struck, noticed } = await cutIn('deploy acme/staging', 'each')
    expect(job).toMatchObject({ state: 'success' })
    const long = ['creating_database', 'cloning_repo', 'pulling_image', 'initializing_database', 'starting_container']
    expect(struck).toEqual(expect.arrayContaining([...long, 'health_check', 'completed']))
    expect(noticed).toContain('creating_database')
    expect((await floor.visit('/web/login')).text).toContain('acme_portal=19.0.1.0.0:one')
  })

  test('one with an update goes through, and updates once', async () => {
    const counting = [
      'import time',
      'def migrate(cr, version):',
      "    cr.execute(\"CREATE TABLE IF NOT EXISTS acme_moves (at timestamptz DEFAULT now())\")",
      "    cr.execute('INSERT INTO acme_moves DEFAULT VALUES')",
      '    cr.commit()',
      '    time.sleep(2)',
    ].join('\n')
    const files = { 'migrations/19.0.2.0.0/post-move.py': counting }
    floor.addons.module('acme_base', { mark: 'two', version: '19.0.2.0.0', files }).push('Move')
    const visitor = new Visitor(floor, 'acme_base')
    const { job, struck } = await cutIn('deploy acme/staging', ['initializing_database', 'health_check'])
    await visitor.leave()
    expect(job).toMatchObject({ state: 'success' })
    expect(struck).toEqual(expect.arrayContaining(['initializing_database', 'health_check']))
    const within = ['docker', 'exec', '-u', 'postgres', `${job.instance_id}_db`, 'psql', '-XAtq', '-d', job.instance_id]
    expect((await floor.server.exec(...within, '-c', 'SELECT count(*) FROM acme_moves')).output.trim()).toBe('1')
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:two')
    // Over the line that was cut nobody comes; else it is the old one, the page, or the new one.
    expect(visitor.failed.filter(({ status }) => status !== null && status !== 503)).toEqual([])
    expect(visitor.marks).toEqual(expect.arrayContaining(['one']))
  })

  test('code alone goes through, and the old one serves meanwhile', async () => {
    floor.addons.write('README.md', 'read me').push('Tell about it')
    const visitor = new Visitor(floor, 'acme_base')
    const { job, struck } = await cutIn('deploy acme/staging', ['starting_container', 'health_check'])
    await visitor.leave()
    expect(job).toMatchObject({ state: 'success' })
    expect(struck).toEqual(expect.arrayContaining(['starting_container', 'health_check']))
    expect(visitor.failed.filter(({ status }) => status !== null)).toEqual([])
  })
})
