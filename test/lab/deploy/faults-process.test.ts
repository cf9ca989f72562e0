import { afterAll, beforeAll, expect, test } from 'vitest'
import { Api, type Json } from '../../surface/api.ts'
import { Bot } from '../../surface/bot.ts'
import { pilothouse } from '../../surface/run.ts'
import { Visitor as OnPage } from '../../surface/stand-in/visitor.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { atWork } from './stock.ts'
import { Heard, quickLine, slowLine } from './strike.ts'
import { visited } from './visited.ts'
import type { Visitor } from './visitor.ts'

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

  visited(
    () => floor,
    (one) => {
      visitor = one
    },
  )

  /** As the machine does it that runs out of memory; then started again on the same data, and what waits goes on. */
  const killedIn = async (line: string, struck: (job: Heard) => Promise<void>, goesOn: string) => {
    const job = await Heard.job(floor, line)
    await struck(job)
    await floor.bot.stop('SIGKILL')
    job.close()
    const hit = await atWork(floor, job.number)
    await quickLine(floor)
    floor.bot = await Bot.start(floor.settings, floor.bot.folder)
    floor.api = new Api(floor.bot.url, floor.api.token)
    wellDone(await floor.server.exec('touch', `/opt/paasportal/${instance}/data/${goesOn}`))
    return { job: await floor.ended(job.number), hit }
  }

  for (const stage of ['starting_container', 'health_check']) {
    test(`the bot killed in ${stage}: whoever comes after it goes on, and nobody notices`, async () => {
      floor.addons.write('acme_base/__init__.py', `import os, time\n${waitsFor(stage, '')}`).push(`Hold ${stage}`)
      // A container is started in less than a moment.
      if (stage === 'starting_container') await slowLine(floor, 64)
      const { job, hit } = await killedIn('deploy acme/staging --no-update', (heard) => heard.begins(stage), stage)
      expect(hit).toEqual([stage])
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
    const { job, hit } = await killedIn('deploy acme/staging', struck, 'moved')
    await visitor.leave()
    expect(hit).toContain('initializing_database')
    expect(job).toMatchObject({ state: 'success', takeovers: 1 })
    expect(await floor.sql(job.instance_id, 'SELECT count(*) FROM acme_moves')).toBe('1')
    // Whoever comes after it hears the log of the update from its beginning; people read each line of it once.
    const all = said(job.lines)
    expect(all.length).toBeGreaterThan(5)
    expect(new Set(all).size).toBe(all.length)
    expect(visitor.failed.filter(({ status }) => status !== 503)).toEqual([])
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:two')
  })

  test('two people ask at the same moment: one after the other, and visitors see none of it', async () => {
    await floor.says('member add slack:UGRACE developer_plus --project acme --name grace')
    const { out } = await pilothouse(['signin', '--member', 'grace'], { DATA_DIR: floor.bot.folder })
    const grace = await OnPage.signedIn(/http\S+/.exec(out)?.[0] ?? '')
    floor.addons.write('README.md', 'read me').push('Change')
    const newest = async () => (await floor.says('job list')).body.data.jobs
    const [{ number: last }] = await newest()
    const [asked] = await Promise.all([floor.api.ask('deploy acme/staging'), grace.say('deploy acme/staging')])
    const numbers: number[] = (await newest()).map(({ number }: Json) => number).filter((one: number) => one > last)
    const mine = Number(asked.body.job.number)
    expect(numbers).toHaveLength(2)
    expect(numbers).toContain(mine)
    const jobs = await Promise.all(numbers.map((number) => floor.ended(number)))
    expect(jobs.map(({ state }) => state)).toEqual(['success', 'success'])
    for (const { number } of jobs)
      expect((await floor.says(`job show ${number}`)).text).toContain(`Asked by ${number === mine ? 'ada' : 'grace'}`)
    // Whoever came second is told that what runs now is another one than that of the plan.
    const [first, second] = jobs.sort((one, other) => one.finished_at - other.finished_at)
    expect(second?.started_at).toBeGreaterThanOrEqual(first?.finished_at ?? Number.POSITIVE_INFINITY)
    expect(second?.lines.filter((line) => line.includes('Planned anew'))).toHaveLength(1)
    expect(visitor.failed).toEqual([])
  })
})
