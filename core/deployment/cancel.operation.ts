import { jobCancel } from '../job/cancel.operation.ts'
import { doneToItsJob } from './of-its-job.ts'

export const deploymentCancel = doneToItsJob(jobCancel, {
  id: 'deployment.cancel',
  summary: 'Cancel a deployment that you may ask for: at once where it waits, as soon as it can where it runs',
  examples: ['deployment cancel 812'],
})
