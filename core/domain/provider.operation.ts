import { visibleOrganizations } from '../access/visible.ts'
import { coded } from '../card/coded.ts'
import { Fault } from '../error.ts'
import { toldOf } from '../member/told.ts'
import { insertOnce } from '../operation/once.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { organizationArgument } from '../reference/argument.ts'
import { findOrganization } from '../reference/find.ts'
import { Secret } from '../secret.ts'
import { providerArguments, providerNamed } from './provider.arguments.ts'
import { kindTitles, providerData, whereOf } from './provider.card.ts'
import type { Provider } from './provider.ts'
import { providerPurpose } from './provider.ts'

const cloudflareUrl = 'https://api.cloudflare.com/client/v4'

export const providerAdd = operation({
  id: 'provider.add',
  summary: 'Say who keeps the names of a zone, so that deploys make their records; the key goes into a form',
  examples: [
    'provider add ns --kind rfc2136 --zone acme.example --server ns1.acme.example --key-name pilothouse',
    'provider add cloudflare --kind cloudflare --zone acme.example',
  ],
  arguments: { ...providerArguments, organization: organizationArgument },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'admin',
  effects: ['settings'],
  async change(rows, { house, now }, values, { row, ids }) {
    const { name, kind, zone, server, key_name, algorithm, secret, url } = values
    if (secret === undefined) throw missing('secret', 'the secret in the form')
    if (kind === 'rfc2136' && server === undefined) throw missing('server', '--server <name server>')
    if (kind === 'rfc2136' && key_name === undefined) throw missing('key_name', '--key-name <name>')
    if (kind === 'rfc2136' && !/^[\d+/A-Za-z]+={0,2}$/.test(secret))
      throw new Fault('invalid_arguments', { operation: 'provider add', field: 'secret', why: 'is no base64' })
    const id = house.chance.id()
    const provider: Provider = {
      id,
      organizationId: row.id,
      name,
      settings:
        kind === 'rfc2136'
          ? { kind, zone, server: server ?? '', keyName: key_name ?? '', algorithm }
          : { kind, zone, url: url ?? cloudflareUrl },
      secret: house.vault.seal(new Secret(secret), providerPurpose(id)),
      createdAt: now,
    }
    await insertOnce(`a provider called ${name}`, 'name', () => rows.provider.insert(provider))
    rows.tell(toldOf('provider.added', { provider: name, kind, zone }, ids))
    return {
      card: {
        title: name,
        tone: 'good',
        state: 'added',
        fields: [
          { label: 'Zone', value: zone },
          { label: 'Kind', value: kindTitles[kind] },
          { label: 'Where', value: whereOf(provider) },
        ],
        lines: [{ text: `Deploys of instances below ${zone} make their records there.` }],
        view: 'provider list',
        words: [name, 'provider', zone],
      },
      data: providerData(provider, row.slug),
    }
  },
})

export const providerList = operation({
  id: 'provider.list',
  summary: 'Who keeps the names of which zones',
  examples: ['provider list'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer(asking) {
    const organizations = await visibleOrganizations(asking)
    const slugs = new Map(organizations.map(({ id, slug }) => [id, slug]))
    const providers = await asking.reading.provider.find(
      { organizationId: { in: [...slugs.keys()] } },
      { order: ['name', 'id'] },
    )
    const slugOf = ({ organizationId }: Provider) => slugs.get(organizationId) ?? ''
    return {
      card: {
        title: 'Providers',
        table: {
          columns: ['Provider', 'Zone', 'Kind', 'Where', 'Organization'],
          rows: providers.map((one) => [
            one.name,
            one.settings.zone,
            kindTitles[one.settings.kind],
            whereOf(one),
            slugOf(one),
          ]),
          empty: coded('No providers yet: `provider add` makes one, and deploys make DNS records by themselves'),
        },
        view: 'provider list',
        words: ['providers'],
      },
      data: { providers: providers.map((one) => providerData(one, slugOf(one))) },
    }
  },
})

export const providerRemove = operation({
  id: 'provider.remove',
  summary: 'Take a provider away with its key; records that were made stay as they are',
  examples: ['provider remove cloudflare'],
  arguments: { name: providerNamed, organization: organizationArgument },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'admin',
  effects: ['settings'],
  confirm: 'button',
  async change(rows, _asking, { name }, { row, ids }) {
    const provider = await rows.provider.one({ organizationId: row.id, name })
    if (!provider) throw new Fault('not_found', { what: 'provider', name, list: 'provider list', field: 'name' })
    await rows.provider.remove({ id: provider.id })
    rows.tell(toldOf('provider.removed', { provider: name, zone: provider.settings.zone }, ids))
    return {
      card: { title: name, tone: 'idle', state: 'taken away', view: 'provider list', words: [name, 'provider'] },
      data: { provider: name, removed: true },
    }
  },
})

function missing(field: string, how: string): Fault {
  return new Fault('missing_arguments', {
    operation: 'provider add',
    field,
    fields: `\`${field}\``,
    usage: `provider add <name> --kind <kind> --zone <zone>, ${how}`,
  })
}
