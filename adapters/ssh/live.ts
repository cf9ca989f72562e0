import { randomBytes } from 'node:crypto'
import type { Client, ClientChannel } from 'ssh2'
import type { Fault } from '../../core/error.ts'
import { cut } from './connect.ts'

/** How often a server that refuses a channel is asked again, and how long is waited first. */
const refusals = { most: 8, firstMs: 10 }

/** One connection as long as it lives. Whoever waits for something over it hears when it drops. */
export class Live {
  readonly server: string
  readonly client: Client
  /** Tells its calls from those of an earlier connection of the same job. */
  readonly name = randomBytes(4).toString('hex')
  readonly #waiting = new Set<(fault: Fault) => void>()
  #dropped: Fault | null = null
  #calls = 0

  constructor(server: string, client: Client) {
    this.server = server
    this.client = client
    client.once('close', () => this.#drop('the line was cut'))
  }

  get dropped(): boolean {
    return this.#dropped !== null
  }

  nextCall(): number {
    this.#calls += 1
    return this.#calls
  }

  /** Answers how to stop listening. */
  whenDropped(heard: (fault: Fault) => void): () => void {
    if (this.#dropped) heard(this.#dropped)
    else this.#waiting.add(heard)
    return () => this.#waiting.delete(heard)
  }

  /** Servers refuse a session while an earlier one is still being put away: they are asked again. */
  async session(text: string, wanted: () => boolean): Promise<ClientChannel> {
    for (let refused = 0; ; refused += 1) {
      try {
        return await this.channel((client, opened) => client.exec(text, opened))
      } catch (error) {
        const passing = error instanceof Error && /open failed/i.test(error.message)
        if (!passing || refused >= refusals.most || !wanted()) throw error
        await new Promise((resolve) => setTimeout(resolve, refusals.firstMs * 2 ** refused))
      }
    }
  }

  channel(open: (client: Client, opened: Opened) => void): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      const forget = this.whenDropped(reject)
      try {
        open(this.client, (error, channel) => {
          forget()
          if (error) reject(error)
          else resolve(channel)
        })
      } catch (error) {
        forget()
        const why = error instanceof Error ? error.message : String(error)
        // That the connection ended it says here at once, and by `close` only a moment later.
        reject(/not connected/i.test(why) ? this.#drop(why) : cut(this.server, why))
      }
    })
  }

  #drop(why: string): Fault {
    if (this.#dropped) return this.#dropped
    this.#dropped = cut(this.server, why)
    for (const heard of this.#waiting) heard(this.#dropped)
    this.#waiting.clear()
    this.client.destroy()
    return this.#dropped
  }
}

type Opened = (error: Error | undefined, channel: ClientChannel) => void
