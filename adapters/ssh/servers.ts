import { Fault } from '../../core/error.ts'
import type { Connection, Down, Hosts, Servers, ServerWatcher } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { untilAborted } from '../remote/reason.ts'
import { type Circuit, closed, failed, restOf } from './circuit.rule.ts'

const connectWithinMs = 15_000
/** A server that nobody asked for in so long is not looked after any more. */
const forgottenAfterMs = 24 * 60 * 60_000

/** A line to each server that was asked for, kept, and made anew by itself when it drops. */
export function keptServers(load: () => Promise<Hosts> = loaded, now: () => number = Date.now): Servers {
  const kept = new Map<string, Kept>()
  const watchers: ServerWatcher[] = []
  const tell: ServerWatcher = (serverId, down) => {
    for (const told of watchers) told(serverId, down)
  }
  return {
    async host(serverId, address, equipment, view) {
      const made = printOf([address, equipment])
      let server = kept.get(serverId)
      // Another address or other settings are another line.
      if (server?.made !== made) {
        void server?.close()
        const connect = async () => (await load()).connect(address, equipment, { deadlineMs: connectWithinMs }, null)
        server = new Kept(made, address.host, connect, now, (down) => tell(serverId, down))
        kept.set(serverId, server)
      }
      return (await untilAborted(server.connection(), view.signal)).host(view)
    },
    down: (serverId) => kept.get(serverId)?.down ?? null,
    watch: (told) => void watchers.push(told),
    async close() {
      await Promise.allSettled([...kept.values()].map((server) => server.close()))
      kept.clear()
    },
  }
}

class Kept {
  readonly made: string
  readonly #name: string
  readonly #connect: () => Promise<Connection>
  readonly #now: () => number
  readonly #told: (down: Down | null) => void
  #connecting: Promise<Connection> | null = null
  #circuit: Circuit = closed
  #isKnown = false
  #again: NodeJS.Timeout | undefined
  #askedAt = 0
  #over = false

  constructor(
    made: string,
    name: string,
    connect: () => Promise<Connection>,
    now: () => number,
    told: (down: Down | null) => void,
  ) {
    this.made = made
    this.#name = name
    this.#connect = connect
    this.#now = now
    this.#told = told
  }

  get down(): Down | null {
    return this.#circuit.down
  }

  /** At once what is known: a line, or that there is none at the moment. */
  connection(): Promise<Connection> {
    this.#askedAt = this.#now()
    const { down } = this.#circuit
    if (down && !this.#again && !this.#connecting) this.#tryAgain(0)
    if (down) throw new Fault('server_down', { server: this.#name, why: down.why }, { transient: true })
    return this.#line()
  }

  async close(): Promise<void> {
    this.#over = true
    this.#rest()
    const connecting = this.#connecting
    this.#connecting = null
    // One that failed said so to those who wanted it.
    const connection = await connecting?.catch(() => null)
    await connection?.close()
  }

  #line(): Promise<Connection> {
    this.#connecting ??= this.#tried()
    return this.#connecting
  }

  async #tried(): Promise<Connection> {
    this.#rest()
    try {
      const connection = await this.#connect()
      this.#worked()
      connection.whenDropped(() => this.#dropped(connection))
      return connection
    } catch (error) {
      this.#connecting = null
      if (error instanceof Fault && isAway(error)) this.#failed(error)
      throw error
    }
  }

  #worked(): void {
    const isNews = !this.#isKnown || this.#circuit.down !== null
    this.#circuit = closed
    this.#isKnown = true
    if (isNews) this.#told(null)
  }

  #failed({ message }: Fault): void {
    if (this.#over) return
    const before = this.#circuit
    this.#circuit = failed(before, message, this.#now())
    if (this.#circuit.down && !before.down) this.#told(this.#circuit.down)
    this.#tryAgain(restOf(this.#circuit))
  }

  #dropped(connection: Connection): void {
    this.#connecting = null
    if (this.#over) return
    void connection.close()
    this.#tryAgain(0)
  }

  /** One try at a time: it finds out whether others may come again. Whoever asks after a long while begins anew. */
  #tryAgain(afterMs: number): void {
    this.#rest()
    if (this.#over || this.#now() - this.#askedAt > forgottenAfterMs) return
    this.#again = setTimeout(() => {
      this.#again = undefined
      // What is wrong is told by the circuit; whoever asks hears it too.
      this.#line().catch(() => {})
    }, afterMs)
    this.#again.unref()
  }

  #rest(): void {
    clearTimeout(this.#again)
    this.#again = undefined
  }
}

/** Everything counts, what is secret too, which a secret does not show to JSON; it stays in memory. */
function printOf(value: unknown): string {
  return JSON.stringify(plain(value))
}

function plain(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal()
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]))
}

/** SSH is loaded by those who need it. */
async function loaded(): Promise<Hosts> {
  return (await import('../remote/hosts.ts')).remoteHosts
}

function isAway({ code }: Fault): boolean {
  return code === 'server_unreachable' || code === 'name_unknown'
}
