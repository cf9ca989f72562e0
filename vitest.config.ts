import { defineConfig } from 'vitest/config'

/** Tests that start processes or use the lab: apart from each other, few at once, and patient. */
function patient(name: string, order: number, seconds: number) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      pool: 'forks' as const,
      isolate: true,
      maxWorkers: 2,
      testTimeout: seconds * 1000,
      hookTimeout: seconds * 1000,
      sequence: { groupOrder: order },
    },
  }
}

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // Pure code shares a thread: six times faster than a process for each file.
          pool: 'threads',
          isolate: false,
          // Only what hangs is ended: how fast the machine is does not matter.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      patient('contract', 1, 60),
      patient('surface', 2, 60),
      patient('lab', 3, 180),
      patient('fault', 4, 180),
    ],
  },
})
