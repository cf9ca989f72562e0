import { z } from 'zod'
import { argument } from '../operation/argument.ts'

export const approvalArgument = argument(z.string().trim().min(1).max(60), {
  label: 'Job',
  help: 'The job that waits for it: `#812`',
  completes: 'job',
  positional: true,
})
