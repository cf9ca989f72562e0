import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Api } from '../../surface/api.ts'
import { Bot } from '../../surface/bot.ts'
import { describeInLab } from '../endpoints.ts'
import { Floor } from './floor.ts'
import { nothingLeft } from './stock.ts'
import { Heard } from './strike.ts'
import { Visitor } from './visitor.ts'

describeInLab('a deploy whose bot is killed, or that two ask for', (lab) => {
  let floor: Floor
  let visitor: Visitor
  let changes = 0

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons
      .module('acme_base', { mark: 'one' })
      .module('acme_portal', { depends: ['acme_base'], mark: 'one' })
      .push('Start')
    await floor.furnish()
    await floor.project()
    await floor.done('deploy acme/staging')
  })

  afterAll(() => floor?.close())

  beforeEach(() => {
    visitor = new Visitor(floor, 'acme_base')
  })

  afterEach(async () => {
    await visitor.leave()
    await nothingLeft(floor)
  })

  const change = () => {
    changes += 1
    floor.addons.write('README.md', `read me, ${changes}`).push(`Change ${changes}`)
  }

  /** As the machine does it that runs out of memory; then started again on the same data. */
  const killedIn = async (stage: string, once: (number: number) => Promise<void> = () => Promise.resolve()) => {
    const job = await Heard.job(floor, 'deploy acme/staging')
    await job.begins(stage)
    await once(job.number)
    await floor.bot.stop('SIGKILL')
    job.close()
    floor.bot = await Bot.start(floor.settings, floor.bot.folder)
    floor.api = new Api(floor.bot.url, floor.api.token)
    return floor.ended(job.number)
  }

  for (const stage of ['starting_container', 'health_check']) {
    test(`the bot killed in ${stage}: whoever comes after it goes on, and nobody notices`, async () => {
      change()
      expect(await killedIn(stage)).toMatchObject({ state: 'success', takeovers: 1 })
      expect(visitor.failed).toEqual([])
    })
  }

  test('the bot killed in the update: it is done once, and visitors see the page at most', async () => {
    const counting = [
      'import time',
      'def migrate(cr, version):',
      '    cr.execute("CREATE TABLE IF NOT EXISTS acme_moves (at timestamptz DEFAULT now())")',
      "    cr.execute('INSERT INTO acme_moves DEFAULT VALUES')",
      '    cr.commit()',
      '    time.sleep(2)',
    ].join('\n')
    const files = { 'migrations/19.0.2.0.0/post-move.py': counting }
    floor.addons.module('acme_base', { mark: 'two', version: '19.0.2.0.0', files }).push('Move')
    const said = (lines: readonly string[]) => lines.filter((line) => /^initializing_database debug \d{4}-/.test(line))
    const job = await killedIn('initializing_database', (number) =>
      expect.poll(async () => said(await floor.lines(number)).length, { timeout: 20_000 }).toBeGreaterThan(2),
    )
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
    change()
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
