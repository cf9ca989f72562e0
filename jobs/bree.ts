import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import Bree from 'bree'
import type { Log } from '../core/ports/log.ts'

/** Until a job is over it has the processor for itself; for one that takes longer nobody waits so long. */
const spareAfterMs = 10_000

/**
 * Bree holds the worker threads. Messages and the end of a thread are ours to listen to: it repeats both. One thread
 * waits for the next job with all that it takes loaded already.
 */
export class Threads {
  readonly #bree: Bree
  readonly #log: Log
  readonly #worker: URL
  readonly #ticks = new Map<string, () => void>()
  #count = 0
  #spare: Worker | null = null
  #sparing: NodeJS.Timeout | undefined
  #ended = false

  constructor(log: Log, worker = new URL('./worker.js', import.meta.url)) {
    this.#log = log
    this.#worker = worker
    this.#bree = new Bree({
      root: false,
      jobs: [],
      logger: false,
      removeCompleted: true,
      // A thread gets nothing of our environment: no token, no key.
      worker: { env: {}, execArgv: [] },
      workerMessageHandler: ({ name }) => this.#ticks.get(name)?.(),
      errorHandler: (error, { name }) =>
        this.#log.warn({ thread: name, why: error.message }, 'a worker thread ended with an error'),
    })
  }

  /** One that has run nothing yet. */
  async start(): Promise<Worker> {
    const spare = this.#spare
    this.#spare = null
    this.#spareAfter(spareAfterMs)
    const worker = spare ?? (await this.#begin())
    worker.once('exit', () => this.keepReady())
    return worker
  }

  /** From now on one is kept ready. */
  keepReady(): void {
    this.#spareAfter(0)
  }

  /** Says its name whenever the clock says so. */
  async every(name: string, interval: string, heard: () => void): Promise<void> {
    this.#ticks.set(name, heard)
    const path = fileURLToPath(new URL('./tick/thread.js', import.meta.url))
    await this.#bree.add({ name, path, interval, timeout: interval, worker: { env: {} } })
    await this.#bree.start(name)
  }

  async endAll(): Promise<void> {
    this.#ended = true
    clearTimeout(this.#sparing)
    for (const name of this.#ticks.keys()) await this.#bree.stop(name)
    await Promise.all([...this.#bree.workers.values()].map((worker) => worker.terminate()))
  }

  async #begin(): Promise<Worker> {
    this.#count += 1
    const name = `worker-${this.#count}`
    await this.#bree.add({ name, path: fileURLToPath(this.#worker) })
    await this.#bree.run(name)
    const worker = this.#bree.workers.get(name)
    if (!worker) throw new Error(`Bree started no thread for ${name}`)
    return worker
  }

  #spareAfter(ms: number): void {
    clearTimeout(this.#sparing)
    this.#sparing = setTimeout(() => void this.#makeSpare(), ms)
    this.#sparing.unref()
  }

  async #makeSpare(): Promise<void> {
    if (this.#spare || this.#ended) return
    try {
      const worker = await this.#begin()
      if (this.#ended || this.#spare) return void worker.terminate()
      this.#spare = worker
      worker.once('exit', () => {
        if (this.#spare === worker) this.#spare = null
      })
    } catch (error) {
      this.#log.warn({ error }, 'no worker thread could be kept ready')
    }
  }
}
