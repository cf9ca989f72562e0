import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { interruptionIn } from './interruption.ts'
import { nothingLeft } from './stock.ts'
import { cutOff, giveBack, Heard } from './strike.ts'

/** It goes on once somebody lets it, and not before. */
const waiting = [
  'import os, time',
  'def migrate(cr, version):',
  "    cr.execute(\"INSERT INTO ir_config_parameter (key, value) VALUES ('acme.moved', 'yes')\")",
  '    cr.commit()',
  "    while not os.path.exists('/var/lib/odoo/go'):",
  '        time.sleep(0.1)',
].join('\n')

describeInLab('a server that is away for longer than a deploy is patient', (lab) => {
  let floor: Floor
  let instance = ''

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    instance = (await floor.done('deploy acme/staging')).instance_id
    const files = { 'migrations/19.0.2.0.0/post-move.py': waiting }
    floor.addons.module('acme_base', { mark: 'two', version: '19.0.2.0.0', files }).push('Move')
  })

  afterAll(async () => {
    if (floor) await giveBack(floor)
    await floor?.close()
  })

  /** The update is at its migration, the page is on, and the line goes. */
  const away = async (line: string) => {
    const job = await Heard.job(floor, line)
    await job.says(/^Updating /)
    await cutOff(floor)
    // Its patience has an end; what it says then is what visitors see.
    await job.says(/does not serve yet, visitors see the maintenance page.* It is tried again until it works/)
    job.close()
    return job.number
  }

  const moved = () => floor.sql(instance, "SELECT count(*) FROM ir_config_parameter WHERE key = 'acme.moved'")

  test('in an update: what served before serves again by itself, though the bot was started anew meanwhile', async () => {
    const number = await away('deploy acme/staging')
    const meanwhile = await floor.says(`job show ${number}`)
    // It waits, or is at it once more.
    expect(['pending', 'running']).toContain(meanwhile.body.data.state)
    expect(meanwhile.body.data.failure).toMatchObject({ stage: 'initializing_database', owed: { code: 'not_back' } })
    expect(meanwhile.text).toContain('visitors see the maintenance page')
    await floor.bot.stop('SIGKILL')
    await floor.reopen()
    await giveBack(floor)
    const job = await floor.ended(number)
    expect(job).toMatchObject({ state: 'failed', failure: { stage: 'initializing_database' } })
    expect(job.failure).not.toHaveProperty('owed')
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:one')
    expect(interruptionIn(job)).toBeGreaterThan(0)
    expect(await moved()).toBe('0')
    expect((await floor.says(`job show ${number}`)).text).toContain('which ran before, still serves')
    await nothingLeft(floor)

    wellDone(await floor.server.exec('touch', `/opt/paasportal/${instance}/data/go`))
    await floor.done(`job retry ${number}`)
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:two')
    expect(await moved()).toBe('1')
  })
})
