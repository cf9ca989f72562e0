import { z } from 'zod'
import { spanMs, spanText } from '../form/span.rule.ts'
import { span } from '../form/span.ts'
import { argument } from '../operation/argument.ts'
import { approverLevels, type Policy } from './policy.ts'

/** What stands in the way of a project's changes, for its form and its flags. */
export function policyArguments(step: string) {
  return {
    approvers: argument(z.coerce.number().int().min(1).max(10).optional(), {
      label: 'Approvers',
      help: 'How many different people approve what touches production; one unless set',
      step,
    }),
    self_approval: argument(z.boolean().optional(), {
      label: 'Self-approval',
      help: 'Whoever asked may be one of them',
      step,
    }),
    approval_expires: argument(span('5m', '30d').optional(), {
      label: 'Approval expires',
      help: 'After how long nobody can approve any more, like 4h; 24h unless set',
      step,
    }),
    approval_level: argument(z.enum(approverLevels).optional(), {
      label: 'Approval level',
      help: 'Who may approve: this level or higher',
      step,
    }),
    require_staging: argument(z.boolean().optional(), {
      label: 'Staging first',
      help: 'Production takes only commits that succeeded in staging',
      step,
    }),
    emergency: argument(z.boolean().optional(), {
      label: 'Emergency',
      help: 'An emergency may stand in for an approver or pass a freeze; a review has to be signed afterwards',
      step,
    }),
    emergency_delay: argument(span('0m', '1d').optional(), {
      label: 'Emergency delay',
      help: 'How long everybody sees an emergency coming, like 5m',
      step,
    }),
    watch: argument(span('0m', '1h').optional(), {
      label: 'Watch',
      help: 'How long a new release is looked after, and its code taken back by itself where it turns unwell; 5m unless set, 0m is not at all',
      step,
    }),
    max_jobs: argument(z.coerce.number().int().min(0).max(1000).optional(), {
      label: 'Most jobs',
      help: 'How many jobs of the project wait and run at once; 0 is no limit',
      step,
    }),
  }
}

interface Given {
  approvers?: number | undefined
  self_approval?: boolean | undefined
  approval_expires?: string | undefined
  approval_level?: Policy['approvalLevel'] | undefined
  require_staging?: boolean | undefined
  emergency?: boolean | undefined
  emergency_delay?: string | undefined
  watch?: string | undefined
  max_jobs?: number | undefined
}

export function policyFrom(given: Given): Partial<Policy> {
  const { approvers, self_approval, approval_expires, approval_level } = given
  const { require_staging, emergency, emergency_delay, watch, max_jobs } = given
  return {
    ...(approvers === undefined ? {} : { approvers }),
    ...(self_approval === undefined ? {} : { selfApproval: self_approval }),
    ...(approval_expires === undefined ? {} : { approvalExpiresMs: spanMs(approval_expires) }),
    ...(approval_level === undefined ? {} : { approvalLevel: approval_level }),
    ...(require_staging === undefined ? {} : { requireStaging: require_staging }),
    ...(emergency === undefined ? {} : { emergency }),
    ...(emergency_delay === undefined ? {} : { emergencyDelayMs: spanMs(emergency_delay) }),
    ...(watch === undefined ? {} : { watchMs: spanMs(watch) }),
    ...(max_jobs === undefined ? {} : { maxJobs: max_jobs === 0 ? null : max_jobs }),
  }
}

/** What stands now, as the form begins with it. */
export function saidPolicy(policy: Partial<Policy> = {}): Record<string, unknown> {
  const {
    approvers,
    selfApproval,
    approvalLevel,
    requireStaging,
    emergency,
    approvalExpiresMs,
    emergencyDelayMs,
    watchMs,
  } = policy
  return {
    approvers,
    self_approval: selfApproval,
    approval_level: approvalLevel,
    approval_expires: approvalExpiresMs === undefined ? undefined : spanText(approvalExpiresMs),
    require_staging: requireStaging,
    emergency,
    emergency_delay: emergencyDelayMs === undefined ? undefined : spanText(emergencyDelayMs),
    watch: watchMs === undefined ? undefined : spanText(watchMs),
    max_jobs: policy.maxJobs,
  }
}
