import type { EnvironmentKind } from '../access/level.ts'

/** What happens by itself in an environment; an instance may say otherwise. */
export interface Automation {
  updateType: 'deploy' | 'update' | 'notify' | 'off'
  automaticInstall: boolean
  coverage: boolean
  cleanDatabase: boolean
  /** Percent that is still acceptable. */
  coverageThreshold: number
}

export const automationDefaults: Automation = {
  updateType: 'off',
  automaticInstall: false,
  coverage: false,
  cleanDatabase: false,
  coverageThreshold: 0,
}

export interface Environment {
  id: string
  projectId: string
  kind: EnvironmentKind
  serverId: string | null
  automation: Automation
  createdAt: number
}
