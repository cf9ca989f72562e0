import { z } from 'zod'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { storable } from '../ports/storable.ts'
import { findOrganization } from '../reference/find.ts'
import { organizationNamed } from './argument.ts'
import { organizationCard, organizationData } from './organization.card.ts'
import type { Organization } from './organization.ts'
import { leave, settle, team } from './team.ts'

const setting = z.string().trim().max(120).optional()

export const organizationConfigure = operation({
  id: 'organization.configure',
  summary: 'Change an organization: its title, its chats, its git connection, its DNS provider',
  examples: [
    'organization configure globex --title "Globex International"',
    'organization configure globex --git-connection github --dns-provider cloudflare',
    'organization configure globex --dns-provider none',
    'organization configure globex --chat discord:200000000000000001',
  ],
  arguments: {
    organization: organizationNamed,
    title: argument(z.string().trim().min(1).max(80).optional(), { label: 'Title', help: 'How it is shown' }),
    git_connection: argument(setting, {
      label: 'Git connection',
      help: 'Which connection its repositories are reached by; `none` for none',
    }),
    chat: argument(team, {
      label: 'Chat',
      help: 'A workspace or server that belongs to it: `here`, `slack:T0123`, `discord:456`',
    }),
    forget_chat: argument(team, { label: 'Forget chat', help: 'A workspace or server that belongs to it no more' }),
    dns_provider: argument(setting, {
      label: 'DNS provider',
      help: 'Which provider its domains are at; `none` for none',
    }),
  },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'admin',
  effects: ['settings'],
  async change(rows, asking, { title, chat, forget_chat, git_connection, dns_provider }, { row, ids }) {
    if (chat) await settle(rows, asking, row, chat)
    if (forget_chat) await leave(rows, asking, row, forget_chat)
    const { gitConnection, dnsProvider } = row.settings
    const after: Organization = {
      ...row,
      name: storable(title ?? row.name),
      settings: {
        ...kept('gitConnection', git_connection ?? gitConnection),
        ...kept('dnsProvider', dns_provider ?? dnsProvider),
      },
    }
    await rows.organization.update({ id: row.id }, { name: after.name, settings: after.settings })
    rows.tell(toldOf('organization.configured', { organization: row.slug }, ids))
    const teams = await rows.team.find({ organizationId: row.id }, { order: ['createdAt'] })
    const card = { ...organizationCard(after, null, teams), state: 'settings kept' }
    return { card, data: organizationData(after, null, teams) }
  },
})

function kept(name: 'gitConnection' | 'dnsProvider', value: string | undefined): Partial<Record<string, string>> {
  return value === undefined || value === '-' || value === 'none' ? {} : { [name]: storable(value) }
}
