import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Endpoints } from './endpoints.ts'

interface Wanted {
  lifeSeconds: number
  /** Where it looks at a name: at any other than 80 it finds nobody. */
  httpPort?: number
}

/** An authority of a test's own: what it gives lives as long as is said, and each name is looked at each time. */
export class OwnPebble {
  readonly directory: string
  readonly #folder: string
  readonly #process: ChildProcess

  private constructor(directory: string, folder: string, process: ChildProcess) {
    this.directory = directory
    this.#folder = folder
    this.#process = process
  }

  static async start({ acme, dns }: Endpoints, { lifeSeconds, httpPort = 80 }: Wanted): Promise<OwnPebble> {
    const address = new URL(acme.directory).hostname
    const [port, management] = await Promise.all([freePort(address), freePort(address)])
    const folder = mkdtempSync(join(tmpdir(), 'pilothouse-pebble-'))
    const file = join(folder, 'pebble.json')
    const at = dirname(acme.caFile)
    writeFileSync(
      file,
      JSON.stringify({
        pebble: {
          listenAddress: `${address}:${port}`,
          managementListenAddress: `${address}:${management}`,
          certificate: join(at, 'server.pem'),
          privateKey: join(at, 'server.key'),
          httpPort,
          tlsPort: 443,
          certificateValidityPeriod: lifeSeconds,
        },
      }),
    )
    const child = spawn('pebble', ['-config', file, '-dnsserver', dns.server], {
      env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0', PEBBLE_AUTHZREUSE: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    await listens(child)
    return new OwnPebble(`https://${address}:${port}/dir`, folder, child)
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill()
    await ended
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function listens(child: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        said += String(chunk)
        if (/Listening on/.test(said)) resolve()
      })
    child.once('exit', () => reject(new Error(`pebble ended: ${said}`)))
  })
}

async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
