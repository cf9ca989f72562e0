import type { House } from '../../core/house.ts'
import { giveBackLease, type Held, renewLease, stillHeld, takeLease } from '../../core/platform/lease.ts'
import type { Writing } from '../../core/ports/store.ts'
import { Later } from './later.ts'

const name = 'presenting'
/** Short enough that another process speaks within 15 s after this one died. By the database's clock. */
const leaseMs = 10_000
/** A call that is begun is over before anybody else begins: not this late. */
const marginMs = 3000
const renewEveryMs = 2000
const lookEveryMs = 1000

/** Another process speaks now, or this one does not know whether it still may. */
export class NotOurs extends Later {
  override name = 'NotOurs'

  constructor() {
    super(lookEveryMs)
  }
}

/** What whoever has the floor speaks by. */
export interface Mine {
  /** Writes only while the floor is ours: what a former speaker knows is not written down. */
  house: House
  /** Throws where nothing may be said: asked before each call. */
  check(): void
}

/** Begins to speak, as after a restart; answers how to end it. */
export type Present = (mine: Mine) => Promise<() => Promise<void>>

interface Tenure {
  held: Held
  /** Until when a call may be begun, by the time since the start of this process. */
  until: number
  renewedAt: number
  end: Promise<() => Promise<void>>
}

/** Of several processes on one database one speaks without being asked; another takes the floor when it dies. */
export class Floor {
  readonly #house: House
  readonly #present: Present
  readonly #owner: string
  readonly #elapsed: () => number
  #tenure: Tenure | null = null
  /** What spoke before and has not ended yet. */
  #ending: Promise<void> | null = null
  #looking: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(house: House, present: Present, owner: string, elapsed = () => performance.now()) {
    this.#house = house
    this.#present = present
    this.#owner = owner
    this.#elapsed = elapsed
  }

  /** Where nobody speaks, we have begun when this is done. */
  async start(): Promise<void> {
    await this.look()
    await this.#tenure?.end
    this.#timer = setInterval(() => void this.look(), lookEveryMs)
  }

  /** What is being said is said; then the next one need not wait. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#looking
    await this.#ending
    const tenure = this.#tenure
    // Renewed until the last word: nobody begins while we still end.
    if (tenure) await (await tenure.end)()
    clearInterval(this.#timer)
    await this.#looking
    this.#tenure = null
    if (tenure) await giveBackLease(this.#house.store, tenure.held)
  }

  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => {
        this.#house.log.warn({ error }, 'who may speak could not be found out')
      })
      .finally(() => {
        this.#looking = null
      })
    return this.#looking
  }

  async #look(): Promise<void> {
    if (this.#tenure) return this.#keep(this.#tenure)
    if (this.#stopped || this.#ending) return
    const at = this.#elapsed()
    const held = await takeLease(this.#house.store, name, this.#owner, leaseMs)
    if (held) this.#begin(held, at)
  }

  /** Measured from before the renewal: it never lasts shorter than we think. */
  async #keep(tenure: Tenure): Promise<void> {
    const at = this.#elapsed()
    if (at - tenure.renewedAt < renewEveryMs) return
    if (!(await renewLease(this.#house.store, tenure.held, leaseMs))) return this.#lost(tenure)
    tenure.renewedAt = at
    tenure.until = at + leaseMs - marginMs
  }

  #begin(held: Held, at: number): void {
    const { log } = this.#house
    const tenure: Tenure = { held, renewedAt: at, until: at + leaseMs - marginMs, end: Promise.resolve(nothing) }
    this.#tenure = tenure
    log.debug({ owner: this.#owner, fence: held.fence }, 'this process speaks')
    tenure.end = this.#present(this.#mine(tenure)).catch(async (error: unknown) => {
      log.warn({ error }, 'this process could not begin to speak')
      if (this.#tenure === tenure) this.#tenure = null
      await giveBackLease(this.#house.store, held)
      return nothing
    })
    // Whoever waits for it hears of it; nobody has to.
    tenure.end.catch((error: unknown) => log.warn({ error }, 'the floor could not be given back'))
  }

  /** Somebody else speaks already: what we began is ended before we may ask again. */
  #lost(tenure: Tenure): void {
    if (this.#tenure !== tenure) return
    this.#house.log.warn({ owner: this.#owner }, 'another process speaks now')
    this.#tenure = null
    this.#ending = tenure.end
      .then((end) => end())
      .catch((error: unknown) => this.#house.log.warn({ error }, 'speaking did not end in order'))
      .finally(() => {
        this.#ending = null
      })
  }

  #mine(tenure: Tenure): Mine {
    const { store } = this.#house
    const write = <Result>(work: (rows: Writing) => Promise<Result>) =>
      store.write(async (rows) => {
        if (await stillHeld(rows, tenure.held)) return work(rows)
        this.#lost(tenure)
        throw new NotOurs()
      })
    return {
      house: { ...this.#house, store: { reading: store.reading, write, close: () => store.close() } },
      check: () => {
        if (this.#tenure !== tenure || this.#elapsed() >= tenure.until) throw new NotOurs()
      },
    }
  }
}

function nothing(): Promise<void> {
  return Promise.resolve()
}
