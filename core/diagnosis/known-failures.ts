import { buildFailures } from './build-failures.ts'
import type { KnownFailure } from './failing.ts'
import { machineFailures } from './machine-failures.ts'
import { runFailures } from './run-failures.ts'

/** Whatever is recognised first counts: what the machine lacks explains more than the stage that noticed it. */
export const knownFailures: readonly KnownFailure[] = [...machineFailures, ...buildFailures, ...runFailures]
