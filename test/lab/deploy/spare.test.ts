import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../surface/api.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'

describeInLab('an Odoo that waits for the next release', (lab) => {
  let floor: Floor
  let id: string

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    id = (await floor.done('deploy acme/staging')).instance_id
  })
  afterAll(() => floor?.close())

  const within = async (...command: string[]) => wellDone(await floor.server.exec(...command)).output.trim()
  const inspected = async (name: string): Promise<Json> => JSON.parse(await within('docker', 'inspect', name))[0]
  const named = async (part: string) =>
    (await within('docker', 'ps', '--format', '{{.Names}}', '--filter', `name=^${id}${part}`))
      .split('\n')
      .filter((name) => name !== '')
  const spare = () => inspected(`${id}_spare`)
  const serving = async () => {
    const [name, ...others] = await named('_odoo_')
    expect(others).toEqual([])
    return inspected(name ?? '')
  }
  /** Another code, or another version of it; answers what serves then. */
  async function deployed(mark: string, line = 'deploy acme/staging --no-update'): Promise<Json> {
    floor.addons.module('acme_base', { mark }).push(mark)
    await floor.done(line)
    expect((await floor.visit('/web/login')).text).toContain(`:${mark}`)
    return serving()
  }

  test('waits where nobody looks for the one that serves, and is not taken for it', async () => {
    const { State, Config, NetworkSettings } = await spare()
    expect([State.Running, Config.Labels['pilothouse.instance']]).toEqual([true, id])
    expect(Object.keys(NetworkSettings.Networks)).toEqual(['traefik-public'])
    const { body } = await floor.says('server show box1')
    const shown = { name: `${id}_spare`, release: null, waits: true }
    expect(body.data.containers).toContainEqual(expect.objectContaining(shown))
  })

  test.each([
    ['with code alone', 'deploy acme/staging --no-update'],
    ['with an update', 'deploy acme/staging'],
  ])('becomes the next one %s, under its name and in its places, and another one waits', async (what, line) => {
    const before = await spare()
    const now = await deployed(what.replaceAll(' ', '-'), line)
    expect(now.Id).toBe(before.Id)
    const release = now.Name.split('_odoo_')[1]
    expect(Object.keys(now.NetworkSettings.Networks).sort()).toEqual([`paasportal_net_${id}`, 'traefik-public'])
    expect(now.NetworkSettings.Networks[`paasportal_net_${id}`].Aliases).toContain(`${id}_odoo`)
    expect((await spare()).Id).not.toBe(before.Id)
    const { body } = await floor.says('server show box1')
    expect(body.data.containers).toContainEqual(expect.objectContaining({ name: now.Name.slice(1), release }))
  })

  test('serves on after the engine was restarted, and its folder stays as long as it stands', async () => {
    const mark = 'kept'
    const { Id } = await deployed(mark)
    await floor.says('platform configure --keep-releases 2 --keep-days 1')
    await floor.done('server cleanup box1')
    await floor.server.restartEngine()
    await expect
      .poll(async () => (await floor.visit('/web/login').catch(() => null))?.text, { timeout: 60_000 })
      .toContain(`:${mark}`)
    expect((await serving()).Id).toBe(Id)
  })

  test('is let go where the next release wants another one', async () => {
    const before = await spare()
    await floor.says('instance size acme/staging --cpu 1 --memory 900M')
    const now = await deployed('smaller')
    expect(now.Id).not.toBe(before.Id)
    const next = await spare()
    expect([next.Id === before.Id, next.HostConfig.Memory]).toEqual([false, now.HostConfig.Memory])
  })

  test('is not needed: where it has ended, another one starts', async () => {
    const before = await spare()
    await within('docker', 'stop', `${id}_spare`)
    expect((await deployed('without')).Id).not.toBe(before.Id)
    expect((await spare()).State.Running).toBe(true)
  })

  test('a release that comes back is the one from before, and the one that waits goes on waiting', async () => {
    const before = await serving()
    await deployed('newer')
    const waits = await spare()
    await floor.done('rollback acme/staging')
    expect((await serving()).Id).toBe(before.Id)
    expect((await spare()).Id).toBe(waits.Id)
  })

  test('is there only where the server is to have one', async () => {
    const before = await spare()
    await floor.says('server configure box1 --spares off')
    expect((await deployed('off', 'deploy acme/staging --no-update --unlock')).Id).toBe(before.Id)
    expect(await named('_spare')).toEqual([])
    await floor.says('server configure box1 --spares on')
    await deployed('on')
    expect(await named('_spare')).toEqual([`${id}_spare`])
  })
})
