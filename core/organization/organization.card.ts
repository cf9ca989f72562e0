import type { Card } from '../card/card.ts'
import type { Team } from '../member/member.ts'
import type { Organization } from './organization.ts'

export interface Counts {
  projects: number
  servers: number
}

export function organizationCard(row: Organization, counts: Counts | null, teams: readonly Team[] = []): Card {
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
      ...(teams.length > 0 ? [{ label: 'Chats', value: teams.map(teamWords).join(', ') }] : []),
      { label: 'Git connection', value: gitConnection ?? 'none' },
      { label: 'DNS provider', value: dnsProvider ?? 'none' },
    ],
    view: `organization show ${row.slug}`,
    words: ['organization', row.slug],
  }
}

function teamWords({ platform, team }: Team): string {
  return `${platform}:${team}`
}

export function organizationData(row: Organization, counts: Counts | null, teams: readonly Team[] = []) {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    is_default: row.isDefault,
    git_connection: row.settings.gitConnection ?? null,
    dns_provider: row.settings.dnsProvider ?? null,
    chats: teams.map(teamWords),
    ...counts,
  }
}
