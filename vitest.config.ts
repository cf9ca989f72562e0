import { defineConfig } from 'vitest/config'
import LongestFirst from './test/order.ts'

/** Only what hangs is ended: how fast the machine is does not matter. */
const hangsMs = 180_000

/** Tests that start processes or use the lab wait much of their time: more at once than there are processors. */
function patient(name: string, order: number, workers: number) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      pool: 'forks' as const,
      // What a file imports is loaded once by each worker, not by each file: none keeps anything in it.
      isolate: false,
      maxWorkers: workers,
      testTimeout: hangsMs,
      hookTimeout: hangsMs,
      sequence: { groupOrder: order },
    },
  }
}

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    expect: { poll: { timeout: 60_000 } },
    setupFiles: ['test/patient.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // Pure code shares a process: six times faster than one for each file. No threads: SQLite's driver breaks the
          // whole run where one of several ends.
          pool: 'forks',
          isolate: false,
          maxWorkers: 3,
          testTimeout: hangsMs,
          hookTimeout: hangsMs,
          sequence: { groupOrder: 0 },
        },
      },
      patient('contract', 0, 3),
      patient('surface', 0, 3),
      patient('lab', 1, 4),
      patient('fault', 1, 4),
    ],
  },
})
