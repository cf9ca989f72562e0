import type { EnvironmentKind } from '../access/level.ts'

export const updateTypes = ['deploy', 'update', 'notify', 'off'] as const

/** What happens by itself in an environment; an instance may say otherwise. */
export interface Automation {
  updateType: (typeof updateTypes)[number]
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
  /** Where the databases of its instances are; null is a container beside each. */
  databaseServerId: string | null
  automation: Automation
  createdAt: number
}
