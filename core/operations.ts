import { auditOperations } from './audit/index.ts'
import { claim } from './member/claim.operation.ts'
import { Operations } from './operation/registry.ts'
import { serverOperations } from './server/index.ts'

/** Everything that can be asked for, area by area. */
export function allOperations(): Operations {
  return new Operations([claim, ...auditOperations, ...serverOperations])
}
