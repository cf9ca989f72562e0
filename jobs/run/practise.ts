import { Fault } from '../../core/error.ts'
import type { PracticeCall } from '../../core/practice/call.ts'
import type { FromWorker, ToWorker } from '../protocol.ts'
import type { Pace } from './hosts.ts'
import { reasonOf } from './limits.ts'

type Answer = Extract<ToWorker, { say: 'practised' | 'refused' | 'held' | 'released' }>

interface Waiting {
  resolve(value: unknown): void
  reject(reason: Error): void
  pace: Pace
  held: boolean
}

/** Calls from a thread to the process that has the store; each answer finds the call that waits for it. */
export class PracticeCalls {
  readonly #tell: (message: FromWorker) => void
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor(tell: (message: FromWorker) => void) {
    this.#tell = tell
  }

  ask(call: PracticeCall, signal: AbortSignal, pace: Pace): Promise<unknown> {
    if (signal.aborted) return Promise.reject(reasonOf(signal))
    this.#last += 1
    const id = this.#last
    return new Promise<unknown>((resolve, reject) => {
      const forget = () => {
        this.#end(id)
        this.#tell({ say: 'forget', id })
        reject(reasonOf(signal))
      }
      signal.addEventListener('abort', forget, { once: true })
      const over = () => signal.removeEventListener('abort', forget)
      this.#waiting.set(id, {
        resolve: (value) => [over(), resolve(value)],
        reject: (reason) => [over(), reject(reason)],
        pace,
        held: false,
      })
      this.#tell({ say: 'practise', id, ...call })
    })
  }

  heard(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    // Forgotten meanwhile.
    if (!waiting) return
    if (answer.say === 'held' || answer.say === 'released') {
      hold(waiting, answer.say === 'held')
      return
    }
    this.#end(answer.id)
    waiting.pace.pulse()
    if (answer.say === 'practised') {
      waiting.resolve(answer.value)
      return
    }
    const { code, facts, message, transient } = answer
    waiting.reject(code ? new Fault(code, facts, { transient }) : new Error(message))
  }

  #end(id: number): void {
    const waiting = this.#waiting.get(id)
    if (waiting) hold(waiting, false)
    this.#waiting.delete(id)
  }
}

function hold(waiting: Waiting, held: boolean): void {
  if (waiting.held === held) return
  waiting.held = held
  if (held) waiting.pace.pause()
  else waiting.pace.resume()
}
