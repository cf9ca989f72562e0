import { Fault } from '../error.ts'
import { toldOf } from '../member/told.ts'
import { operation } from '../operation/operation.ts'
import { findOrganization } from '../reference/find.ts'
import { organizationNamed } from './argument.ts'

export const organizationRemove = operation({
  id: 'organization.remove',
  summary: 'Remove an organization in which no projects and servers live any more',
  examples: ['organization remove globex'],
  arguments: { organization: organizationNamed },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'admin',
  effects: ['settings', 'people'],
  confirm: { type: (_values, { row }) => row.slug },
  async change(rows, _asking, _values, { row, ids }) {
    if (row.isDefault) {
      throw new Fault('state_forbids', { why: `${row.slug} is the default organization.`, next: 'It stays.' })
    }
    const [projects, servers, databases] = await Promise.all([
      rows.project.count({ organizationId: row.id }),
      rows.server.count({ organizationId: row.id }),
      rows.databaseServer.count({ organizationId: row.id }),
    ])
    if (projects + servers + databases > 0) {
      throw new Fault('state_forbids', {
        why: `${row.slug} still has ${projects} projects and ${servers + databases} servers.`,
        next: 'Delete or move them first.',
      })
    }
    const grants = await rows.grant.remove({ scope: 'organization', scopeId: row.id })
    await rows.roleMap.remove({ scope: 'organization', scopeId: row.id })
    await rows.team.remove({ organizationId: row.id })
    await rows.permit.remove({ scope: 'organization', scopeId: row.id })
    await rows.provider.remove({ organizationId: row.id })
    await rows.gitConnection.remove({ organizationId: row.id })
    await rows.repository.remove({ organizationId: row.id })
    // The row stays for what tells of it; its name is free again.
    await rows.organization.update({ id: row.id }, { state: 'removed', slug: `${row.slug}.${row.id}` })
    rows.tell(toldOf('organization.removed', { organization: row.slug }, ids))
    return {
      card: {
        title: row.name,
        tone: 'good' as const,
        state: 'removed',
        lines: [{ text: `Levels of ${grants} people ended with it.` }],
        words: ['organization', row.slug, 'removed'],
      },
      data: { id: row.id, slug: row.slug, removed: true },
    }
  },
})
