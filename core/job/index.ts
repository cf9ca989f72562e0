import { jobCancel } from './cancel.operation.ts'
import { jobExport } from './export.operation.ts'
import { jobList } from './list.operation.ts'
import { jobLogs } from './logs.operation.ts'
import { jobRetry } from './retry.operation.ts'
import { jobShow } from './show.operation.ts'
import { jobWhy } from './why.operation.ts'

export const jobOperations = [jobList, jobShow, jobLogs, jobExport, jobCancel, jobRetry, jobWhy]
