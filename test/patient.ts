import { vi } from 'vitest'

const waitFor = vi.waitFor.bind(vi)
/** As long as what hangs may hang: how fast the machine is decides nothing. */
const patienceMs = 60_000

vi.waitFor = (callback, options) =>
  waitFor(callback, { timeout: patienceMs, ...(typeof options === 'number' ? { timeout: options } : options) })
