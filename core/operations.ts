import { auditOperations } from './audit/index.ts'
import { memberOperations } from './member/index.ts'
import { Operations } from './operation/registry.ts'
import { serverOperations } from './server/index.ts'

import { tokenOperations } from './token/index.ts'

/** Everything that can be asked for, area by area. */
export function allOperations(): Operations {
  return new Operations([...memberOperations, ...tokenOperations, ...auditOperations, ...serverOperations])
}
