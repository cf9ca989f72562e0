import { remoteHosts } from '../../adapters/remote/hosts.ts'
import { sshKeys } from '../../adapters/ssh/keys.ts'
import type { ContainerSpec } from '../../core/ports/containers.ts'
import type { Equipment } from '../../core/ports/equipment.ts'
import type { Address, Connection, RemoteHost } from '../../core/ports/host.ts'
import { equipment } from '../unit/job/pipeline.ts'
import { authorize } from './authorize.ts'
import type { Endpoints } from './endpoints.ts'
import { idleImage } from './idle.ts'
import { OwnServer, wellDone } from './own-server.ts'

/** A server of a test's own with its engine, and what it is at the other end of our line. */
export class DockerServer {
  readonly server: OwnServer
  idle = ''
  #address: Address | null = null
  readonly #connections: Connection[] = []
  readonly #lab: Endpoints
  readonly #own = sshKeys.generate('pilothouse test')

  constructor(lab: Endpoints, options: { diskMb?: number } = {}) {
    this.#lab = lab
    this.server = new OwnServer(options)
  }

  async start(): Promise<void> {
    authorize(this.#lab, this.#own.publicKey)
    this.idle = await idleImage(this.#lab)
    await this.server.start()
    this.#address = {
      host: this.server.address,
      port: 22,
      user: 'root',
      dockerSocket: '/var/run/docker.sock',
      fingerprint: this.server.fingerprint,
      privateKey: this.#own.privateKey,
    }
  }

  async connection(more: Partial<Equipment> = {}, as: Partial<Address> = {}): Promise<Connection> {
    if (!this.#address) throw new Error('not started')
    const address = { ...this.#address, ...as }
    const made = await remoteHosts.connect(address, { ...equipment, ...more }, { deadlineMs: 10_000 }, null)
    this.#connections.push(made)
    return made
  }

  /** On a line of its own. */
  async host(signal: AbortSignal = new AbortController().signal, more: Partial<Equipment> = {}): Promise<RemoteHost> {
    return (await this.connection(more)).host({ signal, pulse: () => {} })
  }

  /** What the docker client of the server says. */
  async docker(...words: string[]): Promise<string> {
    return wellDone(await this.server.exec('docker', ...words)).output.trim()
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#connections.map((one) => one.close()))
    await this.server.stop()
  }
}

/** A container of nothing but what a test adds. */
export function plain(
  image: string,
  name: string,
  command: readonly string[],
  more: Partial<ContainerSpec> = {},
): ContainerSpec {
  return {
    name,
    image,
    labels: { 'pilothouse.test': name },
    networks: [],
    limits: { cpu: 0, memoryMb: 0 },
    mounts: [],
    environment: {},
    secrets: {},
    command,
    ...more,
  }
}
