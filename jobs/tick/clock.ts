import type { House } from '../../core/house.ts'
import { runDue } from './run.ts'
import { type TickSettings, ticks } from './tick.ts'

/** Hears the clock and does what is due; one round at a time, however often it is heard meanwhile. */
export class Clock {
  readonly #house: House
  readonly #settings: TickSettings
  #round: Promise<void> | null = null
  #stopped = false

  constructor(house: House, settings: TickSettings) {
    this.#house = house
    this.#settings = settings
  }

  readonly heard = (): void => {
    if (this.#stopped) return
    this.#round ??= runDue(this.#house, ticks, this.#settings)
      .catch((error: unknown) => this.#house.log.error({ error }, 'the clock could not be answered'))
      .finally(() => {
        this.#round = null
      })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#round
  }
}
