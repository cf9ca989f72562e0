import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** What a datagram asks of a name server. */
type Asked = 'query' | 'update'

/** Stands before a name server, and keeps what is asked until the test lets it go. */
export class HeldNames {
  readonly #socket: Socket = createSocket('udp4')
  readonly #behind: { host: string; port: number }
  readonly #kept = new Map<Asked, (() => void)[]>()

  private constructor(behind: string) {
    const [host = '', port = ''] = behind.split(':')
    this.#behind = { host, port: Number(port) }
    this.#socket.on('message', (message, from) => this.#heard(message, from))
  }

  static async before(server: string): Promise<HeldNames> {
    const names = new HeldNames(server)
    names.#socket.bind(0, '127.0.0.1')
    await once(names.#socket, 'listening')
    return names
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`
  }

  hold(asked: Asked): void {
    if (!this.#kept.has(asked)) this.#kept.set(asked, [])
  }

  release(asked: Asked | undefined): void {
    if (!asked) return
    const kept = this.#kept.get(asked) ?? []
    this.#kept.delete(asked)
    for (const go of kept) go()
  }

  close(): void {
    this.#socket.close()
  }

  #heard(message: Buffer, from: { address: string; port: number }): void {
    const asked = ((message.readUInt8(2) >> 3) & 0xf) === 5 ? 'update' : 'query'
    const go = () => this.#ask(message, from)
    const kept = this.#kept.get(asked)
    if (!kept) {
      go()
      return
    }
    kept.push(go)
  }

  /** Each over a socket of its own, so that its answer finds its way. */
  #ask(message: Buffer, { address, port }: { address: string; port: number }): void {
    const behind = createSocket('udp4')
    behind.on('message', (answer) => {
      behind.close()
      this.#socket.send(answer, port, address)
    })
    behind.send(message, this.#behind.port, this.#behind.host)
    behind.unref()
  }
}
