import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'

describeInLab('a deploy by a user who is not root', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons.module('acme_base', { mark: 'one' }).push('Start')
    // All that it takes: the group of Docker, and a folder to write into.
    await shell('mkdir -p /opt/paasportal && chown docked: /opt/paasportal')
    await floor.furnish({ user: 'docked' })
    await floor.project()
  })

  afterAll(() => floor?.close())

  async function shell(line: string): Promise<string> {
    return wellDone(await floor.server.exec('sh', '-c', line)).output.trim()
  }

  test('the user is in the group of Docker and nothing more', async () => {
    expect((await floor.done('server exec box1 "id -un; id -u"')).lines.join('\n')).toMatch(/docked[\s\S]* [1-9]\d*$/m)
    expect((await floor.job('server exec box1 "chown 100:101 /opt/paasportal"')).state).toBe('failed')
  })

  test('the first one serves, and files belong to whoever needs them', async () => {
    const job = await floor.done('deploy acme/staging')
    expect(job.stages.map(({ state }) => state)).not.toContain('warned')
    const page = await floor.visit('/web/login', { ca: await floor.authority() })
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('acme_base=19.0.1.0.0:one')])
    const owners = await shell(
      "cd /opt/paasportal/*-*/ && stat -c '%u:%g %a %n' data postgres/password releases/*/odoo.conf",
    )
    const each = owners.split('\n').map((line) => line.replace(/releases\/[^/]+/, 'release'))
    // Of the release that serves, and of what waits for the next one.
    expect([...new Set(each)]).toEqual([
      '100:101 755 data',
      '999:999 640 postgres/password',
      '100:101 640 release/odoo.conf',
    ])
  })

  test('an update, a rollback, and nothing left of the containers that had all rights', async () => {
    floor.addons.module('acme_base', { mark: 'two' }).push('Change it')
    await floor.done('deploy acme/staging')
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:two')
    await floor.done('rollback acme/staging')
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:one')
    expect(await shell("docker ps --all --format '{{.Names}}'")).not.toContain('_root_')
  })
})
