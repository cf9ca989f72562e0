import { z } from 'zod'
import { argument } from '../operation/argument.ts'

/** The references that people type, as arguments: each knows what it is completed from. */
const reference = z.string().trim().min(1).max(200)

export const projectArgument = argument(reference, {
  label: 'Project',
  help: 'A project: `acme`',
  completes: 'project',
  positional: true,
})

export const environmentArgument = argument(reference, {
  label: 'Environment',
  help: 'An environment: `acme/staging`',
  completes: 'environment',
  positional: true,
})

export const instanceArgument = argument(reference, {
  label: 'Instance',
  help: 'An instance: `acme/staging`, or `acme/staging/v19` where there are several',
  completes: 'instance',
  positional: true,
})

export const serverArgument = argument(reference, {
  label: 'Server',
  help: 'A server by its name',
  completes: 'server',
  positional: true,
})

/** A server for something new: it may come later. */
export const onServerArgument = argument(reference.optional(), {
  label: 'Server',
  help: 'The server it stands on; it can be named later',
  completes: 'server',
})

export const jobArgument = argument(
  z
    .string()
    .trim()
    .regex(/^#?\d+$/, 'is a number like 812'),
  {
    label: 'Job',
    help: 'A job by its number: `#812`',
    completes: 'job',
    positional: true,
  },
)

export const deploymentArgument = argument(reference, {
  label: 'Deployment',
  help: 'A deployment by the number of its job: `#812`',
  completes: 'job',
  positional: true,
})

export const organizationArgument = argument(reference.optional(), {
  label: 'Organization',
  help: 'Which organization; the default one unless named',
  completes: 'organization',
})
