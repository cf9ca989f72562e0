import { chmod, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { House } from '../../core/house.ts'
import { signinOnMachine } from '../../core/member/signin.ts'
import { controlPath } from './control-path.ts'

const question = z.strictObject({ ask: z.literal('signin'), member: z.string().max(200).optional() })
const longestLine = 4096

/** A socket for whoever may read DATA_DIR: a line of JSON asks, a line of JSON answers. */
export class Control {
  readonly #house: House
  readonly #path: string
  readonly #server: Server
  readonly #open = new Set<Socket>()

  constructor(house: House, folder: string) {
    this.#house = house
    this.#path = controlPath(folder)
    this.#server = createServer((socket) => this.#serve(socket))
  }

  /** One that a crash left behind is replaced; one that somebody listens on is theirs. */
  async open(): Promise<void> {
    try {
      if (await answers(this.#path)) {
        this.#house.log.warn({ path: this.#path }, 'another process has the control socket')
        return
      }
      await rm(this.#path, { force: true })
      await this.#listen()
    } catch (error) {
      // A folder with a very long path cannot hold a socket: all but `pilothouse signin` works without it.
      this.#house.log.warn({ error, path: this.#path }, 'there is no control socket')
    }
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    for (const socket of this.#open) socket.destroy()
    // Node takes the file away as it closes.
    await new Promise<void>((resolve, reject) => this.#server.close((error) => (error ? reject(error) : resolve())))
  }

  async #listen(): Promise<void> {
    // Made for the owner alone, so that there is no moment in which others may connect.
    const before = process.umask(0o177)
    const listening = new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#path, resolve)
    })
    process.umask(before)
    await listening
    await chmod(this.#path, 0o600)
  }

  #serve(socket: Socket): void {
    this.#open.add(socket)
    socket.on('close', () => this.#open.delete(socket))
    socket.on('error', (error) => this.#house.log.debug({ error }, 'the control socket was dropped'))
    let read = 0
    socket.on('data', (part: Buffer) => {
      read += part.length
      if (read > longestLine) socket.destroy()
    })
    createInterface({ input: socket }).on('line', (line) => void this.#reply(socket, line))
  }

  async #reply(socket: Socket, line: string): Promise<void> {
    try {
      const asked = question.safeParse(parsed(line))
      const answer = asked.success
        ? await signinOnMachine(this.#house, asked.data.member ?? null)
        : { unreadable: true }
      socket.end(`${JSON.stringify(answer)}\n`)
    } catch (error) {
      this.#house.log.error({ error }, 'the control socket could not answer')
      socket.end(`${JSON.stringify({ failed: true })}\n`)
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // Whatever is not JSON is no question.
    return null
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
