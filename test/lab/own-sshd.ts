import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoints } from './endpoints.ts'

/** A server of a test's own, that it may break: same machine, own host key, own port. */
export class OwnSshd {
  readonly folder = mkdtempSync(join(tmpdir(), 'pilothouse-sshd-'))
  port = 0
  fingerprint = ''
  #process: ChildProcess | null = null
  readonly #lab: Endpoints

  constructor(lab: Endpoints) {
    this.#lab = lab
  }

  async start(): Promise<void> {
    if (this.port === 0) this.port = await freePort()
    const key = join(this.folder, 'host_key')
    rmSync(key, { force: true })
    rmSync(`${key}.pub`, { force: true })
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    this.fingerprint = /SHA256:\S+/.exec(execFileSync('ssh-keygen', ['-lf', key], { encoding: 'utf8' }))?.[0] ?? ''
    const config = join(this.folder, 'sshd_config')
    writeFileSync(
      config,
      [
        `ListenAddress 127.0.0.1:${this.port}`,
        `HostKey ${key}`,
        `AuthorizedKeysFile ${this.#lab.ssh.authorizedKeysFile}`,
        'PidFile none',
        'UsePAM no',
        'StrictModes no',
        'PasswordAuthentication no',
        'PermitRootLogin prohibit-password',
        'AllowStreamLocalForwarding yes',
      ].join('\n'),
    )
    mkdirSync('/run/sshd', { recursive: true })
    this.#process = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], { stdio: 'ignore' })
    await answers(this.port)
  }

  async stop(): Promise<void> {
    if (!this.#process) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
    this.#process = null
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Until somebody listens there; the test's own time limit ends it otherwise. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const [outcome] = await Promise.race([
      once(socket, 'data').then(() => ['there']),
      once(socket, 'error').then(() => ['not yet']),
    ]).catch(() => ['not yet'])
    socket.destroy()
    if (outcome === 'there') return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
