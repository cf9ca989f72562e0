import { parentPort } from 'node:worker_threads'

/** Bree runs ticks as threads: this one says its name and ends, the process that has the store does the work. */
parentPort?.postMessage('tick')
