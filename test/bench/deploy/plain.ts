import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Endpoints } from '../../lab/endpoints.ts'
import { type OwnServer, wellDone } from '../../lab/own-server.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('plain.sh', import.meta.url.replace('/dist/test/', '/test/')))
const port = '8088'

export interface Wanted {
  repository: string
  odoo: string
}

/** The script that deploys are measured against, over one ssh connection that is kept, with a proxy of its own. */
export class Plain {
  readonly #folder: string
  readonly #server: OwnServer
  readonly #zone: string
  readonly #environment: Record<string, string>

  private constructor(folder: string, lab: Endpoints, server: OwnServer, { repository, odoo }: Wanted) {
    const { images, dns } = lab
    this.#folder = folder
    this.#server = server
    this.#zone = dns.zone
    this.#environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      TOOLS: folder,
      HOST: server.address,
      REPO: repository,
      POSTGRES: images.postgres,
      PGBOUNCER: images.pgbouncer,
      ODOO: odoo,
      PORT: port,
      DNS: dns.server,
      DNS_KEY: `${dns.algorithm}:${dns.keyName}:${dns.secret}`,
    }
  }

  static async start(lab: Endpoints, server: OwnServer, wanted: Wanted): Promise<Plain> {
    const folder = mkdtempSync(join(tmpdir(), 'pilothouse-plain-'))
    const options = [
      `IdentityFile ${lab.ssh.privateKeyFile}`,
      'StrictHostKeyChecking no',
      'UserKnownHostsFile /dev/null',
      'LogLevel ERROR',
      'ControlMaster auto',
      `ControlPath ${join(folder, 'line')}`,
      'ControlPersist 600',
    ]
    writeFileSync(join(folder, 'config'), `Host *\n${options.map((one) => `  ${one}\n`).join('')}`)
    writeFileSync(join(folder, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${join(folder, 'config')} "$@"\n`, {
      mode: 0o755,
    })
    const plain = new Plain(folder, lab, server, wanted)
    await plain.#docker('network', 'create', 'plain_proxy')
    const proxy = ['--name', 'plain_nginx', '--network', 'plain_proxy', '-p', `${port}:80`]
    await plain.#docker('run', '-d', ...proxy, '-v', '/opt/plain/nginx:/etc/nginx/conf.d:ro', lab.images.nginx)
    return plain
  }

  /** How many seconds it took. */
  async fresh(id: string, modules: readonly string[]): Promise<number> {
    return this.#timed({ MODULES: modules.join(',') }, 'fresh', id)
  }

  module(id: string, name: string): Promise<number> {
    return this.#timed({}, 'module', id, name)
  }

  code(id: string): Promise<number> {
    return this.#timed({}, 'code', id)
  }

  /** Makes room: networks are few on a server. */
  async remove(id: string): Promise<void> {
    const { output } = await this.#docker('ps', '-aq', '--filter', `name=^${id}_`)
    await this.#docker('rm', '-fv', ...output.trim().split('\n'))
    await this.#docker('volume', 'rm', `${id}_pg`)
    await this.#docker('network', 'rm', `${id}_net`)
  }

  async stop(): Promise<void> {
    await run(join(this.#folder, 'ssh'), ['-O', 'exit', `root@${this.#server.address}`])
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #timed(more: Record<string, string>, act: string, id: string, ...words: string[]): Promise<number> {
    const name = `${id}.${this.#server.name}.${this.#zone}`
    const began = performance.now()
    await run('sh', [script, act, id, name, ...words], { env: { ...this.#environment, ...more }, timeout: 600_000 })
    return (performance.now() - began) / 1000
  }

  async #docker(...words: string[]) {
    return wellDone(await this.#server.exec('docker', ...words))
  }
}
