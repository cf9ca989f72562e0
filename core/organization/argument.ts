import { z } from 'zod'
import { argument } from '../operation/argument.ts'

export const organizationNamed = argument(z.string().trim().min(1).max(200), {
  label: 'Organization',
  help: 'An organization by its name',
  completes: 'organization',
  positional: true,
})
