import type { Card } from '../card/card.ts'
import type { Organization } from './organization.ts'

export interface Counts {
  projects: number
  servers: number
}

export function organizationCard(row: Organization, counts: Counts | null): Card {
  const { dnsProvider, gitConnection } = row.settings
  return {
    title: row.name,
    tone: 'good',
    state: row.isDefault ? 'the default one' : 'active',
    fields: [
      { label: 'Called', value: [{ code: row.slug }] },
      ...(counts
        ? [
            { label: 'Projects', value: String(counts.projects) },
            { label: 'Servers', value: String(counts.servers) },
          ]
        : []),
      { label: 'Git connection', value: gitConnection ?? 'none' },
      { label: 'DNS provider', value: dnsProvider ?? 'none' },
    ],
    view: `organization show ${row.slug}`,
    words: ['organization', row.slug],
  }
}

export function organizationData(row: Organization, counts: Counts | null) {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    is_default: row.isDefault,
    git_connection: row.settings.gitConnection ?? null,
    dns_provider: row.settings.dnsProvider ?? null,
    ...counts,
  }
}
