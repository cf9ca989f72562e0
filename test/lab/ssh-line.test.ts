import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Line } from '../../adapters/ssh/line.ts'
import type { Address } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { describeInLab } from './endpoints.ts'
import { addressOf, cutSessions, limits, lineTo, running, until } from './own-line.ts'
import { OwnServer } from './own-server.ts'

describeInLab('a line to a server', (lab) => {
  const server = new OwnServer()
  let address: Address
  let line: Line
  let mark = ''

  beforeAll(async () => {
    await server.start()
    address = addressOf(lab, server)
  })

  beforeEach(async () => {
    line = await lineTo(address)
    mark = `7${Math.floor(Math.random() * 1e8)}`
    return () => line.close()
  })

  afterAll(() => server.stop())

  test('hands over standard input, as text, as a secret and as a stream', async () => {
    const read = async (input: string | Secret | Readable) => (await line.exec(['cat'], { ...limits, input })).output
    expect(await read('some text')).toBe('some text')
    expect(await read(new Secret('very-secret'))).toBe('very-secret')
    expect(await read(Readable.from([Buffer.alloc(300_000, 'a')]))).toHaveLength(300_000)
    // Who does not want it is not waited for.
    expect(await line.exec(['true'], { ...limits, input: 'x'.repeat(500_000) })).toMatchObject({ code: 0 })
  })

  test('output goes on as it comes, and is not held', async () => {
    let bytes = 0
    const ran = await line.exec(['head', '-c', '20000000', '/dev/zero'], {
      ...limits,
      output: (chunk) => {
        bytes += chunk.length
      },
    })
    expect(bytes).toBe(20_000_000)
    expect(ran).toEqual({ code: 0, output: '', errors: '' })
  })

  test('forty commands at once all get their turn, where the server lets in ten', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, (_, n) => line.exec(['echo', String(n)], limits)))
    expect(all.map(({ output }) => output.trim())).toEqual(Array.from({ length: 40 }, (_, n) => String(n)))
  })

  test('what is followed for long leaves room for the others', async () => {
    const stop = new AbortController()
    const long = Array.from({ length: 6 }, () =>
      line.exec(['sleep', mark], { ...limits, signal: stop.signal, long: true }).catch((error: unknown) => error),
    )
    await until(async () => (await running(server, `sleep ${mark}`)) >= 3)
    expect((await line.exec(['echo', 'there'], limits)).output).toBe('there\n')
    expect(await running(server, `timeout -k 5 10 sleep ${mark}`)).toBe(3)
    stop.abort()
    await Promise.all(long)
    expect(await running(server, mark)).toBe(0)
  })

  test('abort ends all of it over there, what ignores a polite word too, before it says so', async () => {
    const stop = new AbortController()
    const script = 'trap "" TERM HUP; setsid sleep $1 & sh -c "sleep $1" & sleep $1; sleep $1'
    const call = line.exec(['sh', '-c', script, 'sh', mark], { ...limits, signal: stop.signal })
    await until(async () => (await running(server, `sleep ${mark}`)) >= 3)
    stop.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    expect(await running(server, mark)).toBe(0)
  })

  test('abort in its first moment leaves nothing behind either', async () => {
    for (let n = 0; n < 15; n += 1) {
      const stop = new AbortController()
      const call = line.exec(['sleep', mark], { ...limits, signal: stop.signal })
      setTimeout(() => stop.abort(), n / 2)
      await expect(call).rejects.toMatchObject({ code: 'cancelled' })
      expect(await running(server, mark)).toBe(0)
    }
  })

  test('a code of 124 of its own is no time limit', async () => {
    expect(await line.exec(['sh', '-c', 'exit 124'], limits)).toMatchObject({ code: 124 })
    await expect(line.exec(['sleep', mark], { deadlineMs: 1000 })).rejects.toMatchObject({ code: 'timed_out' })
    expect(await running(server, mark)).toBe(0)
  })

  test('whoever is in a call when the line drops hears it, and the next one has a new line', async () => {
    const call = line.exec(['sleep', '30'], { deadlineMs: 60_000 }).catch((error: unknown) => error)
    const docker = await line.toSocket(address.dockerSocket)
    const closed = new Promise((resolve) => docker.on('close', resolve))
    await until(() => running(server, 'sleep 30'))
    await cutSessions(server)
    expect(await call).toMatchObject({ code: 'server_unreachable', transient: true })
    await closed
    expect(await line.exec(['echo', 'again'], limits)).toMatchObject({ output: 'again\n' })
    ;(await line.toSocket(address.dockerSocket)).destroy()
  })

  test('calls at once over a line that dropped share the new one', async () => {
    await cutSessions(server)
    const calls = () =>
      Promise.allSettled(Array.from({ length: 5 }, () => line.exec(['sh', '-c', 'echo $SSH_CLIENT'], limits)))
    await calls()
    const seen = (await calls()).map((one) => (one.status === 'fulfilled' ? one.value.output : one.reason))
    expect(new Set(seen).size).toBe(1)
  })

  test('after it was closed nothing goes over it', async () => {
    await line.close()
    await expect(line.exec(['true'], limits)).rejects.toMatchObject({ code: 'server_unreachable', transient: false })
  })
})
