import { visibleOrganizations, visibleProjects, visibleServers } from '../access/visible.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { findOrganization } from '../reference/find.ts'
import { organizationNamed } from './argument.ts'
import { type Counts, organizationCard, organizationData } from './organization.card.ts'

export const organizationShow = operation({
  id: 'organization.show',
  summary: 'Show an organization with its settings',
  examples: ['organization show globex'],
  arguments: { organization: organizationNamed },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  // Who sees a project of it may know that it is there.
  least: 'member',
  async answer(asking, _values, { row }) {
    const counts = (await countsBy(asking))(row.id)
    const teams = await asking.reading.team.find({ organizationId: row.id }, { order: ['createdAt'] })
    return { card: organizationCard(row, counts, teams), data: organizationData(row, counts, teams) }
  },
})

export const organizationList = operation({
  id: 'organization.list',
  summary: 'The organizations that you may see',
  examples: ['organization list'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer(asking) {
    const [organizations, counts] = await Promise.all([visibleOrganizations(asking), countsBy(asking)])
    return {
      card: {
        title: 'Organizations',
        table: {
          columns: ['Name', 'Title', 'Projects', 'Servers'],
          rows: organizations.map((one) => [
            one.slug,
            one.isDefault ? `${one.name} (default)` : one.name,
            String(counts(one.id).projects),
            String(counts(one.id).servers),
          ]),
          empty: 'None that you may see',
        },
        view: 'organization list',
        words: ['organizations'],
      },
      data: { organizations: organizations.map((one) => organizationData(one, counts(one.id))) },
    }
  },
})

/** How much of each the asker sees: no count tells of what they may not see. */
async function countsBy(asking: Asking): Promise<(organizationId: string) => Counts> {
  const [projects, servers] = await Promise.all([visibleProjects(asking), visibleServers(asking)])
  return (id) => ({
    projects: projects.filter(({ organizationId }) => organizationId === id).length,
    servers: servers.filter(({ organizationId }) => organizationId === id).length,
  })
}
