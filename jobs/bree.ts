import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import Bree from 'bree'
import type { Log } from '../core/ports/log.ts'

/** Bree holds the worker threads. Messages and the end of a thread are ours to listen to: it repeats both. */
export class Threads {
  readonly #bree: Bree
  readonly #log: Log
  readonly #worker: URL
  readonly #ticks = new Map<string, () => void>()

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

  async start(name: string): Promise<Worker> {
    await this.#bree.add({ name, path: fileURLToPath(this.#worker) })
    await this.#bree.run(name)
    const worker = this.#bree.workers.get(name)
    if (!worker) throw new Error(`Bree started no thread for ${name}`)
    return worker
  }

  /** Says its name whenever the clock says so. */
  async every(name: string, interval: string, heard: () => void): Promise<void> {
    this.#ticks.set(name, heard)
    const path = fileURLToPath(new URL('./tick/thread.js', import.meta.url))
    await this.#bree.add({ name, path, interval, timeout: interval, worker: { env: {} } })
    await this.#bree.start(name)
  }

  async endAll(): Promise<void> {
    for (const name of this.#ticks.keys()) await this.#bree.stop(name)
    await Promise.all([...this.#bree.workers.values()].map((worker) => worker.terminate()))
  }
}
