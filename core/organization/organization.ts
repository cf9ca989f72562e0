export interface Organization {
  id: string
  slug: string
  name: string
  state: 'active' | 'removed'
  isDefault: boolean
  settings: { dnsProvider?: string; gitConnection?: string }
  createdAt: number
}
