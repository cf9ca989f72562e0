/** Bree ships no types: what we use of it, and no more. */
declare module 'bree' {
  import type { Worker, WorkerOptions } from 'node:worker_threads'

  interface BreeJob {
    name: string
    path: string
    interval?: string | number
    timeout?: string | number
    worker?: WorkerOptions
  }

  interface BreeOptions {
    root: false | string
    jobs: BreeJob[]
    logger: false
    removeCompleted: boolean
    worker: WorkerOptions
    workerMessageHandler: (message: { name: string; message: unknown }) => void
    errorHandler: (error: Error, about: { name: string }) => void
  }

  export default class Bree {
    constructor(options: BreeOptions)
    workers: Map<string, Worker>
    config: { jobs: BreeJob[] }
    add(job: BreeJob): Promise<unknown>
    remove(name: string): Promise<void>
    run(name: string): Promise<void>
    start(name?: string): Promise<void>
    stop(name?: string): Promise<void>
  }
}
