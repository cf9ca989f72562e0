import type { House } from '../house.ts'
import { reasonOf } from './pause.ts'
import type { PracticeHold } from './practice.ts'

/** Other processes ring their own bells: held rows are looked at again after so long. */
const lookEveryMs = 1000

interface Waiting {
  serverId: string
  stage: string
  end(error?: Error): void
}

/** All calls that are held in this process: one look serves them, however many they are and however often it rings. */
export class Holds {
  readonly #house: House
  readonly #waiting = new Set<Waiting>()
  #looking = false
  #rung = false
  #stopListening: (() => void) | null = null

  constructor(house: House) {
    this.#house = house
  }

  /** Settles when nobody holds this stage there any more; fails where nobody waits for it, or the store does. */
  released(serverId: string, stage: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => waiting.end(reasonOf(signal))
      const waiting: Waiting = {
        serverId,
        stage,
        end: (error) => {
          signal.removeEventListener('abort', stop)
          this.#left(waiting)
          if (error) reject(error)
          else resolve()
        },
      }
      this.#waiting.add(waiting)
      this.#listen()
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
      // It may have been released since it was seen.
      this.#look()
    })
  }

  #listen(): void {
    if (this.#stopListening) return
    const unlisten = this.#house.bell.listen(() => this.#look())
    const again = setInterval(() => this.#look(), lookEveryMs)
    this.#stopListening = () => {
      unlisten()
      clearInterval(again)
    }
  }

  #left(waiting: Waiting): void {
    this.#waiting.delete(waiting)
    if (this.#waiting.size > 0) return
    this.#stopListening?.()
    this.#stopListening = null
  }

  #look(): void {
    this.#rung = true
    if (!this.#looking) void this.#looks()
  }

  async #looks(): Promise<void> {
    this.#looking = true
    while (this.#rung && this.#waiting.size > 0) {
      this.#rung = false
      const before = [...this.#waiting]
      try {
        const held = new Set((await this.#house.store.reading.practiceHold.find()).map(placeOf))
        for (const waiting of before) if (!held.has(placeOf(waiting))) waiting.end()
      } catch (error) {
        for (const waiting of before) waiting.end(error instanceof Error ? error : new Error(String(error)))
      }
    }
    this.#looking = false
  }
}

function placeOf({ serverId, stage }: Pick<PracticeHold, 'serverId' | 'stage'>): string {
  return `${serverId} ${stage}`
}
