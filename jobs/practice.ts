import { Fault } from '../core/error.ts'
import type { House } from '../core/house.ts'
import type { Job } from '../core/job/job.ts'
import { answerPractice } from '../core/practice/answer.ts'
import type { PracticeCall } from '../core/practice/call.ts'
import type { ToWorker } from './protocol.ts'

/** Answers a worker's calls to a practice server, which lives where the store is. */
export class PracticeAnswers {
  readonly #house: House
  readonly #job: Job
  readonly #say: (message: ToWorker) => void
  readonly #waiting = new Map<number, AbortController>()

  constructor(house: House, job: Job, say: (message: ToWorker) => void) {
    this.#house = house
    this.#job = job
    this.#say = say
  }

  answer(id: number, call: PracticeCall): void {
    const forgotten = new AbortController()
    this.#waiting.set(id, forgotten)
    const told = { held: () => this.#say({ say: 'held', id }), released: () => this.#say({ say: 'released', id }) }
    answerPractice(this.#house, this.#job, call, forgotten.signal, told)
      .then((value) => this.#say({ say: 'practised', id, value }))
      .catch((error: unknown) => this.#say({ say: 'refused', id, ...refusalOf(error) }))
      .finally(() => this.#waiting.delete(id))
  }

  forget(id: number): void {
    this.#waiting.get(id)?.abort()
  }

  /** The thread is gone: nobody waits any more. */
  end(): void {
    for (const forgotten of this.#waiting.values()) forgotten.abort()
  }
}

function refusalOf(error: unknown) {
  return error instanceof Fault
    ? { code: error.code, facts: error.facts, message: error.message, transient: error.transient }
    : { code: null, facts: {}, transient: false, message: error instanceof Error ? error.message : String(error) }
}
