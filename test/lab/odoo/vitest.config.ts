import { defineConfig } from 'vitest/config'

/** `npm run lab:odoo`: minutes of the real Odoo, and so no part of `npm test`. */
export default defineConfig({
  test: { include: ['test/lab/odoo/*.odoo.ts'], testTimeout: 900_000, hookTimeout: 300_000, fileParallelism: false },
})
