import { afterAll, beforeAll, expect, test } from 'vitest'
import { Floor } from '../deploy/floor.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'

describeInLab('a deploy of the real Odoo, by chat alone', (lab) => {
  let floor: Floor
  let instance: string

  const change = (mark: string) => floor.addons.module('acme_base', { mark })

  const mark = async () => /^acme_base=[\d.]+:(\S+)$/m.exec((await floor.visit('/web/login')).text)?.[1]

  const within = async (container: string, line: string) =>
    wellDone(await floor.server.exec('docker', 'exec', container, 'sh', '-c', line)).output
  const idOf = async (container: string) =>
    wellDone(await floor.server.exec('docker', 'inspect', '--format', '{{.Id}}', container)).output.trim()

  beforeAll(async () => {
    floor = await Floor.open(lab)
    change('one').push('Start')
    await floor.furnish()
    await floor.project()
  })

  afterAll(() => floor?.close())

  test('the first one answers on its name, with a certificate', async () => {
    instance = (await floor.done('deploy acme/staging')).instance_id
    const page = await floor.visit('/web/login', { ca: await floor.authority() })
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('name="login"')])
    expect(await mark()).toBe('one')
  })

  test('a changed module is updated, and nothing else', async () => {
    await floor.sql(instance, "UPDATE ir_module_module SET author = 'nobody' WHERE name = 'account'")
    change('two').module('acme_new', { mark: 'new' }).push('Change it')
    const job = await floor.done('deploy acme/staging')
    expect(job.lines.filter((line) => line.includes('Updating ')).join()).toMatch(/Updating acme_base\.\.\./)
    expect(await mark()).toBe('two')
    // Odoo does not list those of the image once more while visitors wait, and lists the new one of ours.
    expect(job.lines.filter((line) => line.includes('module.update_list'))).toHaveLength(1)
    const listed =
      "SELECT name, state, author FROM ir_module_module WHERE name IN ('account', 'acme_new') ORDER BY name"
    expect(await floor.sql(instance, listed)).toBe('account|uninstalled|nobody\nacme_new|uninstalled|')
  })

  test('code alone goes live beside the old one, and back again', async () => {
    change('three').push('Change it again')
    // The one that waits has read Odoo by then.
    await expect.poll(() => within(`${instance}_spare`, 'cat /proc/1/maps')).toContain('libpq')
    const waits = await idOf(`${instance}_spare`)
    const job = await floor.done('deploy acme/staging --no-update')
    expect(job.result.interruptedMs).toBe(0)
    expect(await mark()).toBe('three')
    expect(await idOf(job.result.containerName)).toBe(waits)
    await floor.done('rollback acme/staging')
    expect(await mark()).toBe('two')
  })
})
