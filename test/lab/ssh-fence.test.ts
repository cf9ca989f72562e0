import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from '../../adapters/ssh/follow.ts'
import type { Line } from '../../adapters/ssh/line.ts'
import type { Address } from '../../core/ports/host.ts'
import { describeInLab } from './endpoints.ts'
import { addressOf, base, limits, lineTo, running, until } from './own-line.ts'
import { OwnServer } from './own-server.ts'

describeInLab('the fence on a server', (lab) => {
  const server = new OwnServer()
  const addresses: Record<string, Address> = {}

  beforeAll(async () => {
    await server.start()
    for (const user of ['root', 'docked']) addresses[user] = addressOf(lab, server, user)
    await server.exec('sh', '-c', `mkdir -p ${base} && chown docked ${base}`)
  })

  afterAll(() => server.stop())

  for (const user of ['root', 'docked'])
    test(`as ${user}: an earlier worker loses its commands, its channels and its line, and gets none again`, async () => {
      const address = addresses[user]
      if (!address) throw new Error('no address')
      await server.exec('rm', '-rf', `${base}/.pilothouse`)
      const jobId = randomUUID()
      const mark = `8${Math.floor(Math.random() * 1e8)}`
      const first = await lineTo(address, { jobId, fence: 1 })
      const other = await lineTo(address, { jobId: randomUUID(), fence: 1 })
      const call = first.exec(['setsid', 'sleep', mark], limits).catch((error: unknown) => error)
      const forwarded = await first.toSocket(address.dockerSocket)
      const cut = once(forwarded, 'close')
      await until(() => running(server, `sleep ${mark}`))

      const second = await lineTo(address, { jobId, fence: 2 })
      expect(await running(server, mark)).toBe(0)
      await cut
      expect(await call).toMatchObject({ code: 'server_unreachable' })
      await expect(first.exec(['true'], limits)).rejects.toMatchObject({ code: 'worker_lost', transient: false })
      await expect(first.toSocket(address.dockerSocket)).rejects.toMatchObject({ code: 'worker_lost' })
      await expect(lineTo(address, { jobId, fence: 1 })).rejects.toMatchObject({ code: 'worker_lost' })

      expect((await second.exec(['cat', `${base}/.pilothouse/fences/${jobId}`], limits)).output).toBe('2\n')
      // Another job there goes on.
      expect(await other.exec(['echo', 'well'], limits)).toMatchObject({ output: 'well\n' })
      await Promise.all([first.close(), second.close(), other.close()])
    })

  test('a worker whose line dropped ends on its new one what it had begun on the old one', async () => {
    const address = addresses['root']
    if (!address) throw new Error('no address')
    const errand = { jobId: randomUUID(), fence: 3 }
    const mark = `8${Math.floor(Math.random() * 1e8)}`
    const one = await lineTo(address, errand)
    one.exec(['sleep', mark], { deadlineMs: 60_000 }).catch(() => null)
    await until(() => running(server, `sleep ${mark}`))
    const again = await lineTo(address, errand)
    expect(await running(server, mark)).toBe(0)
    await Promise.all([one.close(), again.close()])
  })

  test('a run goes on for whoever comes after its worker, until it is asked to end', async () => {
    const address = addresses['root']
    if (!address) throw new Error('no address')
    const errand = { jobId: randomUUID(), fence: 3 }
    const mark = `8${Math.floor(Math.random() * 1e8)}`
    const [one, other] = [await lineTo(address, errand), await lineTo(address, { jobId: randomUUID(), fence: 1 })]
    const sleep = (line: Line, time: string) =>
      follow(line, base, { id: time, command: ['sleep', time], deadlineMs: 60_000, told: () => {} }, watched).catch(
        () => null,
      )
    const watched = { signal: new AbortController().signal, pulse: () => {} }
    const runs = [sleep(one, mark), sleep(other, `${mark}9`)]
    await until(async () => (await running(server, `sleep ${mark}`)) >= 2)
    await one.close()
    const again = await lineTo(address, errand)
    expect(await running(server, `sleep ${mark}`)).toBeGreaterThanOrEqual(2)
    await again.endJob(limits)
    expect(await running(server, `sleep ${mark}`)).toBe(await running(server, `sleep ${mark}9`))
    expect((await again.exec(['echo', 'well'], limits)).output).toBe('well\n')
    await Promise.all([again.close(), other.close(), ...runs])
  })

  test('a base folder that is not writable is said, with the line that mends it', async () => {
    const address = addressOf(lab, server, 'deployer')
    await expect(lineTo(address, { jobId: randomUUID(), fence: 1 })).rejects.toMatchObject({
      code: 'base_folder_refused',
      facts: { user: 'deployer', base },
    })
  })
  test('a full disk is called that, and not a server out of reach or a folder that is refused', async () => {
    const address = addressOf(lab, server)
    const small = `/opt/small-${randomUUID()}`
    await server.exec('sh', '-c', `mkdir -p ${small} && mount -t tmpfs -o size=64k tmpfs ${small}`)
    const admitted = () => lineTo(address, { jobId: randomUUID(), fence: 1 }, small)
    const fill = ['sh', '-c', `dd if=/dev/zero of=${small}/filling bs=4k 2>/dev/null`]
    try {
      await server.exec(...fill)
      await expect(admitted()).rejects.toMatchObject({ code: 'disk_full' })
      await server.exec('rm', `${small}/filling`)
      await (await admitted()).close()
      await server.exec(...fill)
      await expect(admitted()).rejects.toMatchObject({ code: 'disk_full' })
    } finally {
      await server.exec('umount', small)
    }
  })
})
