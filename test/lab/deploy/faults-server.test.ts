import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor, type Job } from './floor.ts'
import { interruptionIn } from './interruption.ts'
import { nothingLeft } from './stock.ts'
import { Heard, quickLine, slowLine } from './strike.ts'
import { visited } from './visited.ts'
import type { Visit, Visitor } from './visitor.ts'

/** It goes on once somebody lets it, and writes more than there is room for then. */
const growing = [
  'import os, time',
  'def migrate(cr, version):',
  "    while not os.path.exists('/var/lib/odoo/go'):",
  '        time.sleep(0.1)',
  "    cr.execute('CREATE UNLOGGED TABLE acme_large AS SELECT md5(i::text) AS t FROM generate_series(1, 1600000) i')",
].join('\n')

const waiting = [
  'import os, time',
  'def migrate(cr, version):',
  "    open('/var/lib/odoo/began', 'w').close()",
  "    while not os.path.exists('/var/lib/odoo/end'):",
  '        time.sleep(0.1)',
].join('\n')

describeInLab('a deploy whose server has no room, or whose engine restarts', (lab) => {
  let floor: Floor
  let visitor: Visitor
  let data = ''

  beforeAll(async () => {
    floor = await Floor.ready(lab, { diskMb: 2200 })
    const { instance_id } = await floor.done('deploy acme/staging')
    data = `/opt/paasportal/${instance_id}/data`
  })

  afterAll(() => floor?.close())

  visited(
    () => floor,
    (one) => {
      visitor = one
    },
  )

  /** So that this much is left, and no more. */
  const fill = async (leftMb: number) => {
    const script = `free=$(df -m --output=avail /opt | tail -1) && fallocate -l $((free - ${leftMb}))M /opt/full && df -h /opt`
    wellDone(await floor.server.exec('sh', '-c', script))
  }
  const makeRoom = async () => void wellDone(await floor.server.exec('rm', '-f', '/opt/full'))

  const saysDiskIsFull = (job: Job, stage: string) => {
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'disk_full', stage } })
    expect(job.failure.message).toContain('No space left on ')
    expect(job.failure.remedy).toContain('Free some space')
  }

  test('no room for the code: it is said, the old one serves on, and a retry goes through once there is room', async () => {
    floor.addons.write('large.bin', 'x'.repeat(64 << 20)).push('Something large')
    await fill(30)
    const job = await floor.job('deploy acme/staging')
    saysDiskIsFull(job, 'cloning_repo')
    await nothingLeft(floor)
    await makeRoom()
    await floor.done(`job retry ${job.number}`)
    await visitor.leave()
    expect(visitor.failed).toEqual([])
    expect(visitor.marks).toEqual(['one'])
  })

  test('no room for an update: the old one serves again, and a retry goes through once there is room', async () => {
    const files = { 'migrations/19.0.2.0.0/post-grow.py': growing }
    floor.addons.module('acme_base', { mark: 'two', version: '19.0.2.0.0', files }).push('Grow')
    const heard = await Heard.job(floor, 'deploy acme/staging')
    await heard.says(/^Updating /)
    await fill(60)
    wellDone(await floor.server.exec('touch', `${data}/go`))
    await heard.says(/serves again/)
    heard.close()
    const job = await floor.ended(heard.number)
    await visitor.leave()
    saysDiskIsFull(job, 'initializing_database')
    expect(visitor.marks).toEqual(['one'])
    expect(visitor.seen.at(-1)).toMatchObject({ status: 200, mark: 'one' })
    expect(visitor.gapMs).toBeLessThanOrEqual(interruptionIn(job) + 100)
    await makeRoom()
    await floor.done(`job retry ${job.number}`)
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:two')
  })

  test('the engine restarted in the middle of an update: nobody gets half of it, and it or a retry goes through', async () => {
    const files = { 'migrations/19.0.3.0.0/post-wait.py': waiting }
    floor.addons.module('acme_base', { mark: 'three', version: '19.0.3.0.0', files }).push('Wait')
    const [before] = visitor.releases
    const heard = await Heard.job(floor, 'deploy acme/staging')
    await heard.says(/^Updating /)
    await expect
      .poll(async () => (await floor.server.exec('test', '-e', `${data}/began`)).code, { timeout: 60_000 })
      .toBe(0)
    await floor.server.restartEngine()
    wellDone(await floor.server.exec('touch', `${data}/end`))
    heard.close()
    const ended = await floor.ended(heard.number)
    expect(ended.lines.join('\n')).toMatch(/^initializing_database \w+ .*The Docker engine of \S+ does not answer/m)
    await expect.poll(async () => (await floor.visit('/web/login')).status, { timeout: 60_000 }).toBe(200)
    if (ended.state !== 'success') {
      expect(ended).toMatchObject({
        state: 'failed',
        failure: { code: 'container_failed', stage: 'initializing_database' },
      })
      expect(ended.failure.message).toMatch(/^odoo ended with \d+/)
      expect(ended.failure.remedy).not.toBe('')
      expect((await floor.visit('/web/login')).text).toContain(`acme_base=${before}`)
      await floor.done(`job retry ${ended.number}`)
    }
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.3.0.0:three')
    await visitor.leave()
    expect(visitor.releases).toEqual([before, '19.0.3.0.0:three'])
    expect(visitor.failed.filter(unlike(null, 502, 503))).toEqual([])
  })

  for (const stage of ['starting_container', 'health_check'])
    test(`the engine restarted in ${stage}: what it says is true, and it or a retry goes through`, async () => {
      // It does not answer before it may: no restart comes too late.
      const held = `import os, time\nMARK = '${stage}'\nwhile not os.path.exists('/var/lib/odoo/${stage}'):\n    time.sleep(0.05)\n`
      floor.addons.write('acme_base/__init__.py', held).push('Hold it')
      const [before = ''] = visitor.releases
      // A container is started in less than a moment.
      if (stage === 'starting_container') await slowLine(floor, 64)
      const job = await Heard.job(floor, 'deploy acme/staging --no-update')
      await job.begins(stage)
      await floor.server.restartEngine()
      // However slow the line is, what was asked of the engine just before may have gone well.
      const [struck = 'none'] = await floor.stagesThatAre('running', job.number)
      expect([stage, 'health_check']).toContain(struck)
      await quickLine(floor)
      wellDone(await floor.server.exec('touch', `${data}/${stage}`))
      job.close()
      const ended = await floor.ended(job.number)
      await expect.poll(async () => (await floor.visit('/web/login')).status, { timeout: 60_000 }).toBe(200)
      if (ended.state !== 'success') {
        expect(ended).toMatchObject({ state: 'failed', failure: { code: 'engine_unreachable' } })
        expect([stage, struck]).toContain(ended.failure.stage)
        expect(ended.failure.message).toMatch(/^The Docker engine of \S+ does not answer/)
        expect(ended.lines.join('\n')).toMatch(/ warning The Docker engine of \S+ does not answer/)
        await floor.done(`job retry ${job.number}`)
      }
      expect((await floor.visit('/web/login')).text).toContain(`:${stage}`)
      await visitor.leave()
      expect(visitor.releases).toEqual([before, before.replace(/:.*/, `:${stage}`)])
      expect(visitor.failed.filter(unlike(null, 502))).toEqual([])
    })

  test('the engine stops and stays away: of the old one nothing is claimed that nobody saw', async () => {
    const held =
      "import os, time\nMARK = 'away'\nwhile not os.path.exists('/var/lib/odoo/away'):\n    time.sleep(0.05)\n"
    floor.addons.write('acme_base/__init__.py', held).push('Hold it')
    const job = await Heard.job(floor, 'deploy acme/staging --no-update')
    await job.begins('starting_container')
    await floor.server.stopEngine()
    try {
      const failure = async () => (await floor.says(`job show ${job.number}`)).body.data.failure?.code
      await expect.poll(failure, { timeout: 60_000 }).toBe('engine_unreachable')
    } finally {
      await floor.server.startEngine()
      job.close()
    }
    const { number, state } = await floor.ended(job.number)
    expect(state).toBe('failed')
    const { text } = await floor.says(`job show ${number}`)
    expect(text).toContain('ran before; whether it serves now nobody can see from here')
    await expect.poll(async () => (await floor.visit('/web/login')).status, { timeout: 60_000 }).toBe(200)
  })
})

/** With the engine its proxy is away too, and is back before the Odoo behind it: that is met, and nothing else. */
function unlike(...met: (number | null)[]): (visit: Visit) => boolean {
  return ({ status }) => !met.includes(status)
}
