import { instanceDeploy } from './deploy.operation.ts'
import { instanceUpdate } from './update.operation.ts'

/** What changes what an instance runs. */
export const deployOperations = [instanceDeploy, instanceUpdate]
