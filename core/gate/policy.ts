import { type Level, levelTitles } from '../access/level.ts'

/** Who may decide about production: never less than who may ask for it. */
export const approverLevels = ['developer_plus', 'maintainer', 'admin'] as const satisfies readonly Level[]

/** What stands in the way of changes of a project, as its maintainers want it. */
export interface Policy {
  /** How many different people approve what touches production. */
  approvers: number
  /** May whoever asked be one of them. */
  selfApproval: boolean
  approvalExpiresMs: number
  approvalLevel: (typeof approverLevels)[number]
  /** May an emergency stand in for a missing approver or pass a freeze. */
  emergency: boolean
  /** How long everybody sees it coming. */
  emergencyDelayMs: number
  /** Production takes only what succeeded in staging. */
  requireStaging: boolean
  /** How long a new release is looked after, and taken back by itself where it turns unwell; 0 is not at all. */
  watchMs: number
  /** How many jobs of the project wait and run at once; null is no limit. */
  maxJobs: number | null
}

export const policyDefaults: Policy = {
  approvers: 1,
  selfApproval: false,
  approvalExpiresMs: 24 * 3_600_000,
  approvalLevel: 'developer_plus',
  emergency: false,
  emergencyDelayMs: 5 * 60_000,
  requireStaging: false,
  watchMs: 5 * 60_000,
  maxJobs: null,
}

export function policyOf(settings: { policy?: Partial<Policy> } | undefined): Policy {
  return { ...policyDefaults, ...settings?.policy }
}

/** What a project has other than everybody else, in a line; empty where it has nothing. */
export function policyWords(own: Partial<Policy> = {}): string {
  const { approvers, selfApproval, approvalLevel, requireStaging, emergency, maxJobs, watchMs } = policyOf({
    policy: own,
  })
  const words = [
    ...(approvers > 1 ? [`${approvers} approvals`] : []),
    ...(selfApproval ? ['the asker may approve'] : []),
    ...(approvalLevel === policyDefaults.approvalLevel ? [] : [`approved by ${levelTitles[approvalLevel]} or higher`]),
    ...(requireStaging ? ['staging first'] : []),
    ...(emergency ? ['emergencies allowed'] : []),
    ...(watchMs === policyDefaults.watchMs
      ? []
      : [watchMs === 0 ? 'nothing goes back by itself' : `watched for ${watchMs / 60_000} min`]),
    ...(maxJobs === null ? [] : [`at most ${maxJobs} jobs`]),
  ]
  return words.join(', ')
}
