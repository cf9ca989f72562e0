import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Api } from '../../surface/api.ts'
import { Bot } from '../../surface/bot.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { nothingLeft } from './stock.ts'
import { Heard } from './strike.ts'
import { Visitor } from './visitor.ts'

const waitsFor = (word: string, indent: string) =>
  [`${indent}while not os.path.exists('/var/lib/odoo/${word}'):`, `${indent}    time.sleep(0.05)\n`].join('\n')

describeInLab('a deploy whose bot is killed, or that two ask for', (lab) => {
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
    instance = (await floor.done('deploy acme/staging')).instance_id
  })

  afterAll(() => floor?.close())

  beforeEach(async () => {
    visitor = await Visitor.seeing(floor, 'acme_base')
  })

  afterEach(async () => {
    await visitor.leave()
    await nothingLeft(floor)
  })

  /** As the machine does it that runs out of memory; then started again on the same data, and what waits goes on. */
  const killedIn = async (line: string, struck: (job: Heard) => Promise<void>, goesOn: string) => {
    const job = await Heard.job(floor, line)
    await struck(job)
    await floor.bot.stop('SIGKILL')
    job.close()
    floor.bot = await Bot.start(floor.settings, floor.bot.folder)
    floor.api = new Api(floor.bot.url, floor.api.token)
    wellDone(await floor.server.exec('touch', `/opt/paasportal/${instance}/data/${goesOn}`))
    return floor.ended(job.number)
  }

  for (const stage of ['starting_container', 'health_check']) {
    test(`the bot killed in ${stage}: whoever comes after it goes on, and nobody notices`, async () => {
      floor.addons.write('acme_base/__init__.py', `import os, time\n${waitsFor(stage, '')}`).push(`Hold ${stage}`)
      const job = await killedIn('deploy acme/staging --no-update', (heard) => heard.begins(stage), stage)
      expect(job).toMatchObject({ state: 'success', takeovers: 1 })
      expect(visitor.failed).toEqual([])
    })
  }

  test('the bot killed in the update: it is done once, and visitors see the page at most', async () => {
    const counting = [
      'import os, time',
      'def migrate(cr, version):',
      '    cr.execute("CREATE TABLE IF NOT EXISTS acme_moves (at timestamptz DEFAULT now())")',
      "    cr.execute('INSERT INTO acme_moves DEFAULT VALUES')",
      '    cr.commit()',
      waitsFor('moved', '    '),
    ].join('\n')
    const files = { 'migrations/19.0.2.0.0/post-move.py': counting }
    floor.addons.module('acme_base', { mark: 'two', version: '19.0.2.0.0', files }).push('Move')
    const said = (lines: readonly string[]) => lines.filter((line) => /^initializing_database debug \d{4}-/.test(line))
    const struck = ({ number }: Heard) =>
      expect.poll(async () => said(await floor.lines(number)).length).toBeGreaterThan(2)
    const job = await killedIn('deploy acme/staging', struck, 'moved')
    await visitor.leave()
    expect(job).toMatchObject({ state: 'success', takeovers: 1 })
    expect(await floor.sql(job.instance_id, 'SELECT count(*) FROM acme_moves')).toBe('1')
    // Whoever comes after it hears the log of the update from its beginning; people read each line of it once.
    const all = said(job.lines)
    expect(all.length).toBeGreaterThan(5)
    expect(new Set(all).size).toBe(all.length)
    expect(visitor.failed.filter(({ status }) => status !== 503)).toEqual([])
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:two')
  })

  test('two ask at the same moment: one after the other, and visitors see none of it', async () => {
    floor.addons.write('README.md', 'read me').push('Change')
    const answers = await Promise.all([floor.api.ask('deploy acme/staging'), floor.api.ask('deploy acme/staging')])
    expect(answers.map(({ status }) => status)).toEqual([202, 202])
    const jobs = await Promise.all(answers.map(({ body }) => floor.ended(Number(body.job.number))))
    expect(jobs.map(({ state }) => state)).toEqual(['success', 'success'])
    // Whoever came second is told that what runs now is another one than that of the plan.
    const [first, second] = jobs.sort((one, other) => one.finished_at - other.finished_at)
    expect(second?.started_at).toBeGreaterThanOrEqual(first?.finished_at ?? Number.POSITIVE_INFINITY)
    expect(second?.lines.filter((line) => line.includes('Planned anew'))).toHaveLength(1)
    expect(visitor.failed).toEqual([])
  })
})
