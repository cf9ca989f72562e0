import { buildFailures } from './build-failures.ts'
import { engineFailures } from './engine-failures.ts'
import type { KnownFailure } from './failing.ts'
import { machineFailures } from './machine-failures.ts'
import { odooFailures } from './odoo-failures.ts'
import { runFailures } from './run-failures.ts'
import { serverFailures } from './server-failures.ts'

/** Whatever is recognised first counts: what the machine lacks explains more than the stage that noticed it. */
export const knownFailures: readonly KnownFailure[] = [
  ...serverFailures,
  ...machineFailures,
  ...engineFailures,
  ...odooFailures,
  ...buildFailures,
  ...runFailures,
]
