import { auditOperations } from './audit/index.ts'
import { helpOperations } from './help/index.ts'
import { memberOperations } from './member/index.ts'
import { Operations } from './operation/registry.ts'
import { organizationOperations } from './organization/index.ts'
import { overview } from './overview/overview.operation.ts'
import { platformOperations } from './platform/index.ts'
import { serverOperations } from './server/index.ts'
import { tokenOperations } from './token/index.ts'

/** Everything that can be asked for, area by area. */
export function allOperations(): Operations {
  return new Operations([
    ...helpOperations,
    overview,
    ...memberOperations,
    ...tokenOperations,
    ...organizationOperations,
    ...platformOperations,
    ...auditOperations,
    ...serverOperations,
  ])
}
