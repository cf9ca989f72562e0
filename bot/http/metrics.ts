import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { jobStates } from '../../core/job/job.ts'
import type { Meter } from '../../core/ports/meter.ts'
import type { Reading } from '../../core/ports/store.ts'

/** What `/metrics` shows, in the format of Prometheus. docs/http.md lists it. */
export class Metrics implements Meter {
  readonly #registry = new Registry()
  readonly #commands = new Counter({
    name: 'pilothouse_commands_total',
    help: 'What was asked for, by operation and by how it ended: answer, job, or the code of the error',
    labelNames: ['operation', 'outcome'],
    registers: [this.#registry],
  })
  readonly #durations = new Histogram({
    name: 'pilothouse_command_duration_seconds',
    help: 'From being asked to having an answer, by operation',
    labelNames: ['operation'],
    buckets: [0.005, 0.02, 0.1, 0.3, 1, 5, 20],
    registers: [this.#registry],
  })

  constructor() {
    // Processor, memory, open files, garbage collection, and the delay of the event loop.
    collectDefaultMetrics({ register: this.#registry })
  }

  asked(operation: string, ending: string, tookMs: number): void {
    this.#commands.inc({ operation, outcome: ending })
    this.#durations.observe({ operation }, tookMs / 1000)
  }

  /** Counted when somebody looks. */
  jobsOf(reading: Reading): void {
    const gauge: Gauge<'state'> = new Gauge({
      name: 'pilothouse_jobs',
      help: 'Jobs by state',
      labelNames: ['state'],
      registers: [this.#registry],
      async collect() {
        for (const state of jobStates) gauge.set({ state }, await reading.job.count({ state }))
      },
    })
  }

  get type(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
