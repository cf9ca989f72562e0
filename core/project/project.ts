import type { Policy } from '../gate/policy.ts'
import type { Edition } from '../version/known.ts'

/** What a new instance of the project is built of, unless it says otherwise. */
export interface Build {
  version?: string
  edition?: Edition
  image?: string
  branch?: string
  ocaQueue?: boolean
  excludedAddons?: string[]
  cleanDiff?: boolean
}

export interface ProjectSettings {
  domainProvider?: string
  notes?: string
  build?: Build
  policy?: Partial<Policy>
}

export interface Project {
  id: string
  organizationId: string
  /** Unique on the platform: people write `acme/staging`. */
  slug: string
  name: string
  repository: string
  code: string
  type: string
  appsDomain: string | null
  settings: ProjectSettings
  state: 'active' | 'archived'
  createdAt: number
}
