import { afterAll, beforeAll, expect, test } from 'vitest'
import { Floor } from '../deploy/floor.ts'
import { describeInLab } from '../endpoints.ts'

/** Odoo itself answers with this, so that one sees which code serves. */
const controller = (mark: string) => `from odoo import http


class Acme(http.Controller):
    @http.route('/acme/mark', type='http', auth='none')
    def mark(self):
        return '${mark}'
`

describeInLab('a deploy of the real Odoo, by chat alone', (lab) => {
  let floor: Floor

  const change = (module: string, mark: string) =>
    floor.addons
      .module(module, { depends: ['base', 'web'], mark, files: { 'controllers.py': controller(mark) } })
      .write(`${module}/__init__.py`, 'from . import controllers\n')

  const mark = async () => (await floor.visit('/acme/mark')).text

  beforeAll(async () => {
    floor = await Floor.open(lab)
    change('acme_base', 'one').push('Start')
    await floor.furnish({ odoo: `${lab.registry.open}/odoo:19.0-real` })
    await floor.project()
    await floor.says('instance size acme/staging --cpu 2 --memory 3G')
  })

  afterAll(() => floor?.close())

  test('the first one answers on its name, with a certificate', async () => {
    await floor.done('deploy acme/staging')
    const page = await floor.visit('/web/login', { ca: await floor.authority() })
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('name="login"')])
    expect(await mark()).toBe('one')
  })

  test('a changed module is updated, and nothing else', async () => {
    change('acme_base', 'two').push('Change it')
    const job = await floor.done('deploy acme/staging')
    expect(job.lines.filter((line) => line.includes('Updating ')).join()).toMatch(/Updating acme_base\.\.\./)
    expect(await mark()).toBe('two')
  })

  test('code alone goes live beside the old one, and back again', async () => {
    change('acme_base', 'three').push('Change it again')
    const job = await floor.done('deploy acme/staging --no-update')
    expect(job.result.interruptedMs).toBe(0)
    expect(await mark()).toBe('three')
    await floor.done('rollback acme/staging')
    expect(await mark()).toBe('two')
  })
})
