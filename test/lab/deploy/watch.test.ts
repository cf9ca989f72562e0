import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'

describeInLab('a release that turns unwell after the switch, on a real server', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    await floor.says('project configure acme --watch 2m')
    await floor.done('deploy acme/staging')
  }, 180_000)

  afterAll(() => floor?.close())

  const inside = async (...command: string[]) => wellDone(await floor.server.exec(...command)).output.trim()
  const running = () => inside('docker', 'ps', '--format', '{{.Names}}', '--filter', 'name=_odoo_')
  const newest = async () => (await floor.says('job list')).body.data.jobs[0]

  /** Waits until the newest job is another one than this, and answers how it ended. */
  async function jobAfter(number: number) {
    for (;;) {
      const job = await newest()
      if (job.number > number) return floor.ended(job.number)
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }

  test('its code goes back by itself, which is said, and locks', async () => {
    floor.addons.write('README.md', 'two').push('Two')
    const before = await running()
    const job = await floor.done('deploy acme/staging')
    const unwell = await running()
    expect(unwell).not.toBe(before)
    await inside('docker', 'stop', '-t', '1', unwell)
    const back = await jobAfter(job.number)
    expect(back.state).toBe('success')
    expect(await running()).toBe(before)
    expect((await floor.visit('/web/login')).status).toBe(200)
    const refused = await floor.api.ask('deploy acme/staging')
    expect(refused.text).toMatch(new RegExp(`locked.*its container is exited, after #${job.number}`, 's'))
  })

  test('a site that shows no page counts, though its container says that it is well', async () => {
    const job = await floor.done('deploy acme/staging --unlock')
    const site = await inside('find', '/opt/paasportal', '-path', '*/sites/*', '-name', '*.conf')
    await inside('sed', '-i', 's/:8069;/:9;/', site)
    const proxy = await inside('sh', '-c', "docker ps --format '{{.Names}}' | grep nginx")
    await inside('docker', 'kill', '-s', 'HUP', proxy)
    const back = await jobAfter(job.number)
    expect(back.state).toBe('success')
    expect((await floor.visit('/web/login')).status).toBe(200)
    const refused = await floor.api.ask('deploy acme/staging')
    expect(refused.text).toContain(`visitors are answered 502, after #${job.number}`)
  })

  test('where the database was updated, it is said and nobody goes back by themselves', async () => {
    floor.addons.module('acme_base', { mark: 'three' }).push('Three')
    const job = await floor.done('deploy acme/staging --unlock')
    await inside('docker', 'stop', '-t', '1', await running())
    // Where nobody goes back, no job says so: people are told, and the log is.
    const told = await floor.bot.says(new RegExp(`^(.*"job":${job.number},.*a release turned unwell.*)$`, 'm'))
    expect(told).toMatch(/"why":"its container is exited","back":null,"reason":"it updated the database/)
    expect((await newest()).number).toBe(job.number)
  })
})
