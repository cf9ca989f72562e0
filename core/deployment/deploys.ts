import { instanceDeploy } from './deploy.operation.ts'
import { instancePlan } from './plan.operation.ts'
import { instanceRollback } from './rollback.operation.ts'
import { instanceUpdate } from './update.operation.ts'

/** What changes what an instance runs. */
export const deployOperations = [instanceDeploy, instanceUpdate, instanceRollback, instancePlan]
