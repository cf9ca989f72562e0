export interface ProjectSettings {
  domainProvider?: string
  notes?: string
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
