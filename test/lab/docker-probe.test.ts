import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RemoteHost } from '../../core/ports/host.ts'
import { DockerServer, plain } from './docker-server.ts'
import { describeInLab } from './endpoints.ts'

/** Answers on 8069 after a moment, with the status that it is told. */
const answering = (status: number, afterSeconds: number) => [
  'python3',
  '-c',
  `import http.server,time
time.sleep(${afterSeconds})
class H(http.server.BaseHTTPRequestHandler):
  def do_GET(self):
    self.send_response(${status}); self.end_headers()
http.server.HTTPServer(('',8069),H).serve_forever()`,
]

describeInLab('a container that is asked how it is', (lab) => {
  const there = new DockerServer(lab)
  const { odoo } = lab.images
  const networks = [{ name: 'ph_probe', alias: null }]
  const health = { port: 8069, path: '/web/health', withinMs: 20_000 }
  let host: RemoteHost

  beforeAll(async () => {
    await there.start()
    await there.docker('pull', '-q', odoo)
    host = await there.host()
    await host.networks.create({ name: 'ph_probe', labels: {} })
  })
  afterAll(() => there.stop())

  async function started(name: string, command: string[], more: Parameters<typeof plain>[3] = {}): Promise<void> {
    await host.containers.create(plain(odoo, name, command, { networks, entrypoint: [], ...more }))
    await host.containers.start(name)
  }

  test('is asked until it answers', async () => {
    await started('ph_well', answering(200, 1))
    expect(await host.containers.probe('ph_well', health)).toEqual({ status: 200 })
  })

  test('is asked from inside where no network leads to it', async () => {
    await started('ph_alone', answering(200, 1), { networks: [] })
    expect(await host.containers.probe('ph_alone', health)).toEqual({ status: 200 })
  })

  test('says what it answers in place of that, or that nothing did, when the time is over', async () => {
    await started('ph_unwell', answering(500, 0))
    const asked = () => host.containers.probe('ph_unwell', { ...health, withinMs: 1000 })
    await expect.poll(asked, { timeout: 30_000 }).toEqual({ status: 500 })
    await started('ph_deaf', ['sleep', '1000'])
    expect(await host.containers.probe('ph_deaf', { ...health, withinMs: 1000 })).toEqual({ status: null })
  })

  test('that ends is not waited for: what it said last is told', async () => {
    const spec = plain(odoo, 'ph_ends', ['sh', '-c', 'echo "ValueError: no module" >&2; sleep 0.5; exit 3'], {
      networks,
      entrypoint: [],
    })
    await host.containers.create(spec)
    await host.containers.start(spec.name)
    await expect(host.containers.probe(spec.name, { ...health, withinMs: 3_600_000 })).rejects.toMatchObject({
      code: 'container_failed',
      facts: { why: expect.stringContaining('ValueError: no module') },
    })
  })

  test('that nobody knows is named', async () => {
    await expect(host.containers.probe('ph_nobody', health)).rejects.toMatchObject({ code: 'container_gone' })
  })
})
