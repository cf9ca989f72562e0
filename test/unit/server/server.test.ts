import { describe, expect, test } from 'vitest'
import { claimNext } from '../../../core/job/claim.ts'
import type { HostKey } from '../../../core/ports/host.ts'
import type { TestHouse } from '../house.ts'
import { exampleJob } from '../job/example.ts'
import { snapshot, withAcme } from '../project/acme.ts'

const fingerprint = `SHA256:${'A'.repeat(43)}`
const other: HostKey = { fingerprint: `SHA256:${'B'.repeat(43)}`, kind: 'ssh-ed25519' }

function shows(house: TestHouse, key: HostKey): void {
  Object.assign(house.hostKeys, { offered: () => Promise.resolve(key) })
}

describe('a server', () => {
  test('is seen by members of a project that stands on it, and by nobody else', async () => {
    const { house, admin, viewer, outsider } = await withAcme()
    await house.asks(admin, 'server.add', { name: 'box2', host: '192.0.2.8' })
    expect((await house.asks(admin, 'server.list')).data).toMatchObject({
      total: 2,
      servers: [{ name: 'box1', environments: 2, projects: 1 }, { name: 'box2' }],
    })
    expect((await house.asks(viewer, 'server.list')).data).toMatchObject({ total: 1, servers: [{ name: 'box1' }] })
    expect((await house.asks(outsider, 'server.list')).data).toMatchObject({ total: 0 })
    expect((await house.asks(viewer, 'server.show', { server: 'box1' })).data).toMatchObject({ name: 'box1' })
    expect((await house.refuses(viewer, 'server.show', { server: 'box2' })).code).toBe('not_found')
    expect(await house.refuses(viewer, 'server.check', { server: 'box1' })).toMatchObject({
      code: 'not_allowed',
      message: expect.stringContaining('Maintainer'),
    })
  })

  test('is configured; at another address its key is confirmed anew', async () => {
    const { house, admin, viewer } = await withAcme()
    await house.asks(admin, 'server.trust', { server: 'box1', fingerprint })
    expect(
      (
        await house.asks(admin, 'server.configure', {
          server: 'box1',
          user: 'deploy',
          proxy: 'nginx',
          docker_socket: '/run/docker.sock',
        })
      ).data,
    ).toMatchObject({
      user: 'deploy',
      docker_socket: '/run/docker.sock',
      settings: { proxy: 'nginx' },
      trust: 'trusted',
    })
    expect(
      (await house.asks(admin, 'server.configure', { server: 'box1', host: '192.0.2.9', name: 'box9' })).data,
    ).toMatchObject({ name: 'box9', trust: 'unconfirmed', fingerprint: null })
    await house.asks(admin, 'server.add', { name: 'box1', host: '192.0.2.7' })
    const before = await snapshot(house)
    expect((await house.refuses(admin, 'server.check', { server: 'box9' })).code).toBe('host_key_unconfirmed')
    expect(await house.refuses(admin, 'server.configure', { server: 'box9', name: 'box1' })).toMatchObject({
      code: 'already_there',
      field: 'name',
    })
    expect((await house.refuses(admin, 'server.configure', { server: 'box9' })).code).toBe('missing_arguments')
    expect((await house.refuses(admin, 'server.configure', { server: 'box9', host: '-oProxyCommand=x' })).field).toBe(
      'host',
    )
    expect((await house.refuses(admin, 'server.configure', { server: 'box9', base_folder: '/opt/../etc' })).field).toBe(
      'base_folder',
    )
    expect((await house.refuses(viewer, 'server.configure', { server: 'box9', user: 'x' })).code).toBe('not_allowed')
    expect(await snapshot(house)).toEqual(before)
  })

  test('is forgotten by typing its name, while nothing stands on it', async () => {
    const { house, admin, maintainer } = await withAcme()
    await house.asks(admin, 'server.add', { name: 'box2', host: '192.0.2.8' })
    await house.asks(admin, 'server.trust', { server: 'box2', fingerprint })
    await house.asks(admin, 'server.check', { server: 'box2' })
    const before = await snapshot(house)
    expect((await house.refuses(admin, 'server.delete', { server: 'box2' })).remedy).toBe(
      'Confirm by typing box2: in a text by `--confirm box2`.',
    )
    expect(await house.refuses(admin, 'server.delete', { server: 'box1', confirm: 'box1' })).toMatchObject({
      code: 'state_forbids',
      message: expect.stringContaining('acme/production'),
    })
    expect(await house.refuses(admin, 'server.delete', { server: 'box2', confirm: 'box2' })).toMatchObject({
      code: 'state_forbids',
      message: expect.stringContaining('job'),
    })
    expect((await house.refuses(maintainer, 'server.delete', { server: 'box1', confirm: 'box1' })).code).toBe(
      'not_allowed',
    )
    expect(await snapshot(house)).toEqual(before)
    await house.asks(admin, 'job.cancel', { job: '1' })
    await house.asks(admin, 'server.delete', { server: 'box2', confirm: 'box2' })
    expect(await house.store.reading.server.count({ name: 'box2' })).toBe(0)
  })
})

describe('server.trust', () => {
  test('without a fingerprint shows the key, and confirms nothing', async () => {
    const { house, admin } = await withAcme()
    shows(house, other)
    const { data, card } = await house.asks(admin, 'server.trust', { server: 'box1' })
    expect(data).toMatchObject({ trust: 'unconfirmed', fingerprint: null, offered_fingerprint: other.fingerprint })
    expect(card).toMatchObject({
      block: expect.stringContaining('ssh-keygen'),
      actions: [{ operation: 'server.trust', arguments: { fingerprint: other.fingerprint } }],
    })
    expect(await house.refuses(admin, 'server.trust', { server: 'box1', fingerprint })).toMatchObject({
      code: 'state_forbids',
    })
    await house.asks(admin, 'server.trust', { server: 'box1', fingerprint: other.fingerprint })
    expect((await house.asks(admin, 'server.trust', { server: 'box1' })).data).toMatchObject({ trust: 'trusted' })
  })

  test('of a key that changed ends what waits as every other end: its parent follows, and all it held is free', async () => {
    const { house, admin } = await withAcme()
    await house.asks(admin, 'server.trust', { server: 'box1', fingerprint })
    const server = await house.store.reading.server.one({ name: 'box1' })
    const parent = await exampleJob(house, { state: 'running', waitsFor: null })
    const child = await exampleJob(house, { parentId: parent.id, serverId: server?.id ?? '', waitsWhy: 'its turn' })
    shows(house, other)
    await house.asks(admin, 'server.trust', { server: 'box1' })
    const { job } = house.store.reading
    expect(await job.one({ id: child.id })).toMatchObject({ state: 'failed', waitsFor: null, waitsWhy: null })
    expect(await job.one({ id: parent.id })).toMatchObject({ state: 'failed' })
    expect(await house.store.reading.event.count({ type: 'server.key_changed' })).toBe(1)
  })

  test('of a key that changed stops everything there, and says it loudly', async () => {
    const { house, admin, viewer } = await withAcme()
    await house.asks(admin, 'server.trust', { server: 'box1', fingerprint })
    await house.asks(admin, 'server.check', { server: 'box1' })
    await house.asks(admin, 'server.check', { server: 'box1' })
    const running = await claimNext(house, 'test')
    shows(house, other)
    house.queued.length = 0
    const { data, card } = await house.asks(admin, 'server.trust', { server: 'box1' })
    expect(data).toMatchObject({ trust: 'changed', fingerprint, offered_fingerprint: other.fingerprint })
    expect(card.tone).toBe('bad')
    expect(await house.store.reading.job.find({}, { order: ['number'] })).toMatchObject([
      { state: 'running', cancelAsked: true },
      { state: 'failed', failure: { code: 'host_key_changed' } },
    ])
    expect(house.queued).toContain(running?.id)
    expect(await house.store.reading.event.count({ type: 'server.key_changed' })).toBe(1)
    expect((await house.refuses(admin, 'server.check', { server: 'box1' })).code).toBe('host_key_changed')
    expect(JSON.stringify((await house.asks(viewer, 'server.list')).card.lines)).toContain('stopped everything')
    expect((await house.asks(viewer, 'server.show', { server: 'box1' })).card).toMatchObject({
      tone: 'bad',
      lines: [{ tone: 'bad' }],
    })
    await house.asks(admin, 'server.trust', { server: 'box1', fingerprint: other.fingerprint })
    expect((await house.asks(admin, 'server.show', { server: 'box1' })).data).toMatchObject({
      trust: 'trusted',
      fingerprint: other.fingerprint,
    })
  })
})
