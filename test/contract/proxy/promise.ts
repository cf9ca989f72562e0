import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route, RouteSwitch } from '../../../core/ports/proxy.ts'

/** What a visitor of a name meets. */
export interface Met {
  status: number
  /** `one 8069`: the container that answered, and at which of its ports. */
  by: string | null
  /** The title of a page of ours. */
  page: string | null
  /** Its answer says that one may come again. */
  retry: boolean
  /** The print by which it says who gave the answer. */
  release: string | null
}

/** A proxy and two containers behind it, `one` and `two`. */
export interface Stand {
  proxy(): RouteSwitch
  route(instance: string, domain: string): Route
  visit(domain: string, path?: string, upgrade?: boolean): Promise<Met>
  /** The container does not answer any more, and does again. */
  down(container: string): Promise<void>
  up(container: string): Promise<void>
  /** Everything that the proxy reads of sites, to see that nothing of it changed. */
  read(): Promise<string>
  start(): Promise<void>
  stop(): Promise<void>
}

export const hostile = [
  'a.test"; } server { listen 80 default_server; }',
  'a.test`) || Host(`b.test',
  'a.test\nserver_name b.test',
  '{{ env "HOME" }}',
  '*',
  '',
]

/** What is asked of every proxy, whatever it is made of. */
export function promises(stand: Stand): void {
  const nobody = { status: 404, by: null, page: null }
  const domainOf = (instance: string) => `${instance}.contract.test`
  const prepared = async (instance: string) => {
    await stand.proxy().prepare(stand.route(instance, domainOf(instance)))
    return domainOf(instance)
  }

  beforeAll(() => stand.start(), 120_000)
  afterAll(() => stand.stop())

  test('a name that nobody prepared leads nowhere', async () => {
    expect(await stand.visit('stranger.contract.test')).toMatchObject(nobody)
    expect(await stand.proxy().prepared('stranger')).toBeNull()
    expect(await stand.proxy().serves('stranger')).toBeNull()
  })

  test('what is prepared is known, and a page says that nothing is there yet', async () => {
    const domain = await prepared('fresh')
    expect(await stand.proxy().running()).toBe(true)
    expect(await stand.proxy().prepared('fresh')).toEqual(stand.route('fresh', domain))
    expect(await stand.visit(domain)).toMatchObject({ status: 503, page: 'Not there yet', by: null, retry: true })
  })

  test('one act leads visitors to a container, and the next one to another', async () => {
    const domain = await prepared('moves')
    const releases = new Set<string | null>()
    for (const name of ['one', 'two', 'one']) {
      await stand.proxy().switch('moves', name)
      expect(await stand.proxy().serves('moves')).toBe(name)
      const met = await stand.visit(domain, '/web/login?next=%2Fwebsocket')
      expect(met).toMatchObject({ status: 200, by: `${name} 8069`, page: null })
      releases.add(met.release)
    }
    expect(releases.size).toBe(2)
    expect(releases.has(null)).toBe(false)
  })

  test('websockets and what waits long go to the port of their own', async () => {
    const domain = await prepared('talks')
    await stand.proxy().switch('talks', 'two')
    expect(await stand.visit(domain, '/websocket', true)).toMatchObject({ status: 101, by: 'two 8072' })
    expect(await stand.visit(domain, '/longpolling/poll')).toMatchObject({ status: 200, by: 'two 8072' })
    expect(await stand.visit(domain, '/web/websocket')).toMatchObject({ status: 200, by: 'two 8069' })
    // Without workers there is one port for all.
    await stand.proxy().prepare({ ...stand.route('talks', domain), websocketPort: 8069 })
    expect(await stand.visit(domain, '/websocket', true)).toMatchObject({ status: 101, by: 'two 8069' })
  })

  test('in maintenance everybody gets the page, until it ends or another one gets the traffic', async () => {
    const domain = await prepared('rests')
    await stand.proxy().switch('rests', 'one')
    await stand.proxy().maintenance('rests', true)
    expect(await stand.proxy().inMaintenance('rests')).toBe(true)
    const page = { status: 503, by: null, page: 'Maintenance', retry: true }
    expect(await stand.visit(domain)).toMatchObject(page)
    expect(await stand.visit(domain, '/websocket', true)).toMatchObject(page)
    await stand.proxy().maintenance('rests', false)
    expect(await stand.visit(domain)).toMatchObject({ status: 200, by: 'one 8069' })
    await stand.proxy().maintenance('rests', true)
    expect(await stand.visit(domain, '/web')).toMatchObject(page)
    await stand.proxy().switch('rests', 'two')
    expect(await stand.proxy().inMaintenance('rests')).toBe(false)
    expect(await stand.visit(domain)).toMatchObject({ status: 200, by: 'two 8069' })
  })

  test('while what serves does not answer, a page says so', async () => {
    const domain = await prepared('unwell')
    await stand.proxy().switch('unwell', 'one')
    await stand.down('one')
    const met = await stand.visit(domain)
    expect([502, 504]).toContain(met.status)
    expect(met).toMatchObject({ by: null, page: 'One moment, please', retry: true })
    await stand.up('one')
    await expect.poll(() => stand.visit(domain), { timeout: 20_000 }).toMatchObject({ status: 200, by: 'one 8069' })
  })

  test('each act may be repeated, and changes nothing then', async () => {
    const domain = await prepared('again')
    await stand.proxy().switch('again', 'one')
    const before = await stand.read()
    await prepared('again')
    await stand.proxy().switch('again', 'one')
    await stand.proxy().maintenance('again', false)
    expect(await stand.read()).toBe(before)
    expect(await stand.visit(domain)).toMatchObject({ status: 200, by: 'one 8069' })
    await stand.proxy().maintenance('again', true)
    await stand.proxy().maintenance('again', true)
    expect(await stand.visit(domain)).toMatchObject({ status: 503 })
  })

  test('with another name it is found by that one alone', async () => {
    const domain = await prepared('renamed')
    await stand.proxy().switch('renamed', 'one')
    await stand.proxy().prepare(stand.route('renamed', 'other.contract.test'))
    expect(await stand.visit('other.contract.test')).toMatchObject({ status: 200, by: 'one 8069' })
    expect(await stand.visit(domain)).toMatchObject(nobody)
  })

  test('what happens to one concerns no other, and what is removed is gone', async () => {
    const [stays, goes] = [await prepared('stays'), await prepared('goes')]
    await stand.proxy().switch('stays', 'one')
    await stand.proxy().switch('goes', 'two')
    await stand.proxy().maintenance('goes', true)
    expect(await stand.visit(stays)).toMatchObject({ status: 200, by: 'one 8069' })
    await stand.proxy().remove('goes')
    expect(await stand.visit(goes)).toMatchObject(nobody)
    expect(await stand.proxy().prepared('goes')).toBeNull()
    expect(await stand.proxy().serves('goes')).toBeNull()
    await stand.proxy().remove('goes')
    expect(await stand.visit(stays)).toMatchObject({ status: 200, by: 'one 8069' })
  })

  test('a container that is not there is refused, and who served serves on', async () => {
    const domain = await prepared('firm')
    await stand.proxy().switch('firm', 'one')
    await expect(stand.proxy().switch('firm', 'nobody')).rejects.toMatchObject({ code: 'container_failed' })
    expect(await stand.visit(domain)).toMatchObject({ status: 200, by: 'one 8069' })
  })

  test.each(hostile)('a name %j is refused, and nothing of it is read by anybody', async (domain) => {
    const before = await stand.read()
    await expect(stand.proxy().prepare(stand.route('evil', domain))).rejects.toMatchObject({ code: 'proxy_refused' })
    expect(await stand.proxy().prepared('evil')).toBeNull()
    expect(await stand.read()).toBe(before)
  })
}
