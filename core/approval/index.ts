import { approvalApprove } from './approve.operation.ts'
import { approvalList } from './list.operation.ts'
import { approvalReject } from './reject.operation.ts'
import { approvalShow } from './show.operation.ts'

export const approvalOperations = [approvalList, approvalShow, approvalApprove, approvalReject]
