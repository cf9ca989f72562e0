import { kinds } from '../../../core/access/level.ts'
import { automationDefaults } from '../../../core/environment/environment.ts'
import type { TestHouse } from '../house.ts'

/** Projects of five instances each, beside acme. */
export async function fill(house: TestHouse, projects: number): Promise<void> {
  const organization = await house.store.reading.organization.one({ isDefault: true })
  const at = house.clock.now()
  await house.store.write(async (rows) => {
    for (let index = 0; index < projects; index += 1) {
      const slug = `customer-${String(index).padStart(4, '0')}`
      await rows.project.insert({
        id: slug,
        organizationId: organization?.id ?? '',
        slug,
        name: slug,
        repository: '',
        code: 'CU',
        type: 'odoo',
        appsDomain: null,
        settings: {},
        state: 'active',
        createdAt: at,
      })
      await rows.environment.insert(
        ...kinds.map((kind) => ({
          id: `${slug}-${kind}`,
          projectId: slug,
          kind,
          serverId: null,
          databaseServerId: null,
          automation: automationDefaults,
          createdAt: at,
        })),
      )
      await rows.instance.insert(
        ...Array.from({ length: 5 }, (_, number) => ({
          id: `${slug}-${number}`,
          environmentId: `${slug}-${kinds[number % 3] ?? 'staging'}`,
          name: `v${15 + number}`,
          version: `${15 + number}.0`,
          branch: `${15 + number}.0`,
          domain: null,
          size: { cpu: 1, memoryMb: 512, diskGb: 5 },
          settings: {},
          state: 'draft' as const,
          runsId: null,
          passwords: null,
          createdAt: at,
        })),
      )
    }
  })
}
