import { z } from 'zod'
import { Fault } from '../error.ts'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { noIds, onPlatform } from '../operation/target.ts'
import { storable } from '../ports/storable.ts'
import { name } from '../reference/name.ts'
import { organizationCard, organizationData } from './organization.card.ts'
import type { Organization } from './organization.ts'

export const organizationCreate = operation({
  id: 'organization.create',
  summary: 'Create an organization: projects, servers and people of its own',
  examples: ['organization create globex --title "Globex Corporation"'],
  arguments: {
    name: argument(name, { label: 'Name', help: 'How people call it: `globex`', positional: true }),
    title: argument(z.string().trim().min(1).max(80).optional(), { label: 'Title', help: 'How it is shown' }),
  },
  aim: onPlatform,
  least: 'admin',
  effects: ['settings'],
  async change(rows, { house, now }, values) {
    if (await rows.organization.one({ slug: values.name })) {
      throw new Fault('already_there', { what: `an organization called ${values.name}`, field: 'name' })
    }
    const organization: Organization = {
      id: house.chance.id(),
      slug: values.name,
      name: storable(values.title ?? values.name),
      state: 'active',
      isDefault: false,
      settings: {},
      createdAt: now,
    }
    await rows.organization.insert(organization)
    const ids = { ...noIds, organizationId: organization.id }
    rows.tell(toldOf('organization.created', { organization: organization.slug }, ids))
    return {
      card: { ...organizationCard(organization, null), state: 'created' },
      data: organizationData(organization, null),
    }
  },
})
