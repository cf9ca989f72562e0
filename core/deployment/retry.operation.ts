import { jobRetry } from '../job/retry.operation.ts'
import { doneToItsJob } from './of-its-job.ts'

export const deploymentRetry = doneToItsJob(jobRetry, {
  id: 'deployment.retry',
  summary: 'Do a deployment again that failed or was cancelled, if you may ask for it',
  examples: ['deployment retry 812'],
})
