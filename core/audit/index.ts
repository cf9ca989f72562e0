import { auditList } from './list.operation.ts'
import { auditVerify } from './verify.operation.ts'

export const auditOperations = [auditList, auditVerify]
