import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Api } from '../../surface/api.ts'
import { Bot } from '../../surface/bot.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { nothingLeft } from './stock.ts'
import { Heard } from './strike.ts'
import { Visitor } from './visitor.ts'

describeInLab('a deploy whose bot, engine or neighbour acts in the middle of it', (lab) => {
  let floor: Floor
  let visitor: Visitor
  let changes = 0

  beforeAll(async () => {
    floor = await Floor.open(lab, { diskMb: 1500 })
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
  const killedIn = async (stage: string) => {
    const job = await Heard.job(floor, 'deploy acme/staging')
    await job.begins(stage)
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
    const job = await killedIn('initializing_database')
    await visitor.leave()
    expect(job).toMatchObject({ state: 'success', takeovers: 1 })
    const within = ['docker', 'exec', '-u', 'postgres', `${job.instance_id}_db`, 'psql', '-XAtq', '-d', job.instance_id]
    const counted = wellDone(await floor.server.exec(...within, '-c', 'SELECT count(*) FROM acme_moves'))
    expect(counted.output.trim()).toBe('1')
    expect(visitor.failed.filter(({ status }) => status !== 503)).toEqual([])
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:two')
  })

  test('two ask at the same moment: one after the other, and visitors see none of it', async () => {
    change()
    const answers = await Promise.all([floor.api.ask('deploy acme/staging'), floor.api.ask('deploy acme/staging')])
    console.log(answers.map(({ status, text }) => [status, text]))
    const jobs = await Promise.all(answers.map(({ body }) => floor.ended(Number(body.job.number))))
    console.log(jobs.map(({ state, failure, lines }) => [state, failure, lines.slice(0, 3)]))
    expect(visitor.failed).toEqual([])
  })

  test('the disk full: it is said, the old one serves on, and a retry goes through once there is room', async () => {
    floor.addons.write('large.bin', 'x'.repeat(24 << 20)).push('Something large')
    const left = 12
    wellDone(await floor.server.exec('sh', '-c', `free=$(df -m --output=avail /opt | tail -1); fallocate -l $((free - ${left}))M /opt/full`))
    const job = await floor.job('deploy acme/staging')
    console.log(job.state, job.failure, job.lines.slice(-12))
    expect(job).toMatchObject({ state: 'failed' })
    expect(JSON.stringify(job.failure)).toMatch(/disk|room|space/i)
    wellDone(await floor.server.exec('rm', '/opt/full'))
    await floor.done(`job retry ${job.number}`)
    expect(visitor.failed).toEqual([])
  })

  test('the engine restarted: what it says is true, and a retry or the job itself goes through', async () => {
    change()
    const job = await Heard.job(floor, 'deploy acme/staging')
    await job.begins('starting_container')
    await floor.server.restartEngine()
    job.close()
    const ended = await floor.ended(job.number)
    console.log(ended.state, ended.failure, ended.lines.slice(-12))
    if (ended.state !== 'success') {
      expect((await floor.visit('/web/login')).status).toBe(200)
      await floor.done(`job retry ${job.number}`)
    }
    expect((await floor.visit('/web/login')).status).toBe(200)
  })
})
