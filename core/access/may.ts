import type { Operation } from '../operation/operation.ts'
import { type EnvironmentKind, kinds } from './level.ts'
import { decide, type Place, type Standing } from './right.ts'

export interface May {
  operation: Operation
  /** In which kinds of environment of that place. */
  in: readonly EnvironmentKind[]
}

/** What somebody may do in a place, as the declarations say: the same question that each request is asked. */
export function mayDo(operations: readonly Operation[], standing: Standing, place: Place): May[] {
  return operations.flatMap((operation) => {
    const allowed = kinds.filter(
      (environmentKind) =>
        decide(standing, { ...place, environmentKind }, operation.least, operation.permission).allowed,
    )
    return allowed.length > 0 ? [{ operation, in: allowed }] : []
  })
}
