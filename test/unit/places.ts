import type { EnvironmentKind } from '../../core/access/level.ts'
import { automationDefaults } from '../../core/environment/environment.ts'
import { sizeDefaults } from '../../core/instance/instance.ts'
import type { TestHouse } from './house.ts'

/** Rows for rights to be about: an organization's project with environments and one instance each. */
export async function project(
  house: TestHouse,
  slug: string,
  { organization, environments = [] }: { organization?: string; environments?: EnvironmentKind[] } = {},
): Promise<string> {
  const id = house.chance.id()
  const createdAt = house.clock.now()
  await house.store.write(async (rows) => {
    const owner = await rows.organization.one(organization ? { slug: organization } : { isDefault: true })
    await rows.project.insert({
      id,
      organizationId: owner?.id ?? '',
      slug,
      name: slug,
      repository: `https://git.test/${slug}.git`,
      code: slug.slice(0, 3).toUpperCase(),
      type: 'odoo',
      appsDomain: null,
      settings: {},
      state: 'active',
      createdAt,
    })
    for (const kind of environments) {
      const environmentId = house.chance.id()
      await rows.environment.insert({
        id: environmentId,
        projectId: id,
        kind,
        serverId: null,
        databaseServerId: null,
        automation: automationDefaults,
        createdAt,
      })
      await rows.instance.insert({
        id: house.chance.id(),
        environmentId,
        name: 'v19',
        version: '19.0',
        branch: 'main',
        domain: null,
        size: sizeDefaults,
        settings: {},
        state: 'draft',
        runsId: null,
        passwords: null,
        createdAt,
      })
    }
  })
  return id
}
