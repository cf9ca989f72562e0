import { certificateRenew } from './renew.operation.ts'

export const certificateOperations = [certificateRenew]
