import { approvalOperations } from './approval/index.ts'
import { auditOperations } from './audit/index.ts'
import { certificateOperations } from './certificate/index.ts'
import { channelOperations } from './channel/index.ts'
import { deployOperations } from './deployment/deploys.ts'
import { deploymentOperations } from './deployment/index.ts'
import { domainOperations } from './domain/index.ts'
import { environmentOperations } from './environment/index.ts'
import { freezeOperations } from './freeze/index.ts'
import { why } from './gate/why.operation.ts'
import { gitOperations } from './git/index.ts'
import { helpOperations } from './help/index.ts'
import { instanceOperations } from './instance/index.ts'
import { jobOperations } from './job/index.ts'
import { lockOperations } from './lock/index.ts'
import { memberOperations } from './member/index.ts'
import { Operations } from './operation/registry.ts'
import { organizationOperations } from './organization/index.ts'
import { overview } from './overview/overview.operation.ts'
import { platformOperations } from './platform/index.ts'
import { practiceOperations } from './practice/index.ts'
import { projectOperations } from './project/index.ts'
import { registryOperations } from './registry/index.ts'
import { repositoryOperations } from './repository/index.ts'
import { reviewOperations } from './review/index.ts'
import { scheduleList } from './schedule/list.operation.ts'
import { serverOperations } from './server/index.ts'
import { tokenOperations } from './token/index.ts'
import { variableOperations } from './variable/index.ts'
import { versionOperations } from './version/index.ts'

/** Everything that can be asked for, area by area. */
export function allOperations(): Operations {
  return new Operations([
    ...helpOperations,
    overview,
    ...projectOperations,
    ...environmentOperations,
    ...instanceOperations,
    ...deployOperations,
    ...variableOperations,
    ...versionOperations,
    ...registryOperations,
    ...gitOperations,
    ...repositoryOperations,
    ...domainOperations,
    ...certificateOperations,
    ...serverOperations,
    ...practiceOperations,
    ...channelOperations,
    ...deploymentOperations,
    ...jobOperations,
    ...approvalOperations,
    ...lockOperations,
    ...freezeOperations,
    ...reviewOperations,
    scheduleList,
    why,
    ...memberOperations,
    ...tokenOperations,
    ...organizationOperations,
    ...platformOperations,
    ...auditOperations,
  ])
}
