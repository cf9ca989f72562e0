import { deploymentCancel } from './cancel.operation.ts'
import { deploymentExport } from './export.operation.ts'
import { deploymentLatest } from './latest.operation.ts'
import { deploymentList } from './list.operation.ts'
import { deploymentLogs } from './logs.operation.ts'
import { deploymentRetry } from './retry.operation.ts'
import { deploymentShow } from './show.operation.ts'
import { deploymentStats } from './stats.operation.ts'

export const deploymentOperations = [
  deploymentShow,
  deploymentList,
  deploymentLatest,
  deploymentStats,
  deploymentLogs,
  deploymentExport,
  deploymentCancel,
  deploymentRetry,
]
