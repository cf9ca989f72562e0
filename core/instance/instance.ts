import type { Automation } from '../environment/environment.ts'
import type { Edition } from '../version/known.ts'

export const instanceStates = ['draft', 'deployed', 'error', 'disabled', 'deleted'] as const
export type InstanceState = (typeof instanceStates)[number]

/** States in which something of the instance is on a server. */
export const standing: readonly InstanceState[] = ['deployed', 'error']

export interface Size {
  cpu: number
  memoryMb: number
  diskGb: number
}

export const sizeDefaults: Size = { cpu: 2, memoryMb: 2048, diskGb: 20 }

/** Stored settings touch nothing until a deploy pins them. */
export interface InstanceSettings {
  workers?: number
  maxCronThreads?: number
  /** How long a new release may take until it answers. */
  answersWithinMs?: number
  ocaQueue?: boolean
  odooConf?: string
  notes?: string
  edition?: Edition
  /** Built upon this image and not the catalogue's. */
  image?: string
  excludedAddons?: string[]
  cleanDiff?: boolean
  automation?: Partial<Automation>
}

export interface Instance {
  id: string
  environmentId: string
  name: string
  version: string
  branch: string
  domain: string | null
  size: Size
  settings: InstanceSettings
  state: InstanceState
  /** The deployment whose release runs; null before the first. */
  runsId: string | null
  /** Of the database and of Odoo's admin, sealed; made before the first deploy. */
  passwords: { database: string; admin: string } | null
  createdAt: number
}
