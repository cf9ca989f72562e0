import { defineConfig } from 'vitest/config'

/** Of the deploy suite what holds for any Odoo; the others want builds of the stand-in: broken, deaf, of another system. */
const suite = ['by-chat', 'by-hand', 'faults-code', 'zero-downtime']

/** `npm run lab:odoo`: minutes of the real Odoo, and so no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/lab/odoo/*.odoo.ts', ...suite.map((name) => `test/lab/deploy/${name}.test.ts`)],
    setupFiles: ['test/patient.ts'],
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 900_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
