import { auditList } from './list.operation.ts'

export const auditOperations = [auditList]
