import { z } from 'zod'
import { visibleOrganizations } from '../access/visible.ts'
import { coded } from '../card/coded.ts'
import { Fault } from '../error.ts'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { organizationArgument } from '../reference/argument.ts'
import { findOrganization } from '../reference/find.ts'
import { Secret } from '../secret.ts'
import { type GitConnection, tokenPurpose } from './connection.ts'
import { prefixOf, prefixText, shortPrefix } from './prefix.rule.ts'

const hostArgument = argument(prefixText, {
  label: 'Host',
  help: 'Whose repositories it opens: `github.com/acme`, or a whole host',
  completes: 'connection',
  positional: true,
})

export const gitConnect = operation({
  id: 'git.connect',
  summary: 'Give a token for private repositories at a host; it goes into a form, and a newer one replaces it',
  examples: ['git connect github.com/acme', 'git connect gitlab.example --username deploy --organization globex'],
  arguments: {
    host: hostArgument,
    username: argument(
      z
        .string()
        .trim()
        .regex(/^[\w.@+-]{1,100}$/, 'is a user name')
        .default('git'),
      { label: 'User', help: 'GitHub and GitLab take any with a token' },
    ),
    token: argument(
      z
        .string()
        .trim()
        .min(1)
        .max(4000)
        .regex(/^[\x21-\x7e]+$/, 'is one word')
        .optional(),
      { label: 'Token', help: 'One that may read the code is enough', secret: true },
    ),
    organization: organizationArgument,
  },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, { house, now }, { host, username, token }, { row, ids }) {
    if (token === undefined) {
      throw new Fault('missing_arguments', {
        operation: 'git connect',
        field: 'token',
        fields: '`token`',
        usage: 'git connect <host>, the token in the form',
      })
    }
    const prefix = prefixOf(host)
    const before = await rows.gitConnection.one({ organizationId: row.id, prefix })
    const id = before?.id ?? house.chance.id()
    const sealed = house.vault.seal(new Secret(token), tokenPurpose(id))
    const connection: GitConnection = {
      id,
      organizationId: row.id,
      prefix,
      username,
      token: sealed,
      createdAt: before?.createdAt ?? now,
    }
    if (before) await rows.gitConnection.update({ id }, { username, token: sealed })
    else await rows.gitConnection.insert(connection)
    const name = shortPrefix(prefix)
    rows.tell(toldOf('git.connected', { host: name, username, replaced: before !== null }, ids))
    return {
      card: {
        title: name,
        tone: 'good',
        state: before ? 'token replaced' : 'connected',
        fields: [
          { label: 'User', value: username },
          { label: 'Organization', value: row.slug },
        ],
        lines: prefix.startsWith('http://')
          ? [{ text: 'Over plain HTTP: whoever is on the way can read the token.' }]
          : [],
        view: 'git list',
        words: [name, 'git'],
      },
      data: connectionData(connection, row.slug),
    }
  },
})

export const gitList = operation({
  id: 'git.list',
  summary: 'For which hosts of repositories there is a token',
  examples: ['git list'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer(asking) {
    const organizations = await visibleOrganizations(asking)
    const slugs = new Map(organizations.map(({ id, slug }) => [id, slug]))
    const where = { organizationId: { in: [...slugs.keys()] } }
    const connections = await asking.reading.gitConnection.find(where, { order: ['prefix', 'id'] })
    const slugOf = ({ organizationId }: GitConnection) => slugs.get(organizationId) ?? ''
    return {
      card: {
        title: 'Git connections',
        table: {
          columns: ['Host', 'User', 'Organization'],
          rows: connections.map((one) => [shortPrefix(one.prefix), one.username, slugOf(one)]),
          empty: coded('No connections yet: `git connect` gives a token for private repositories'),
        },
        view: 'git list',
        words: ['git', 'connections'],
      },
      data: { connections: connections.map((one) => connectionData(one, slugOf(one))) },
    }
  },
})

export const gitDisconnect = operation({
  id: 'git.disconnect',
  summary: 'Take the token for a host away; what is on servers already stays',
  examples: ['git disconnect github.com/acme'],
  arguments: { host: hostArgument, organization: organizationArgument },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'maintainer',
  effects: ['settings'],
  confirm: 'button',
  async change(rows, _asking, { host }, { row, ids }) {
    const prefix = prefixOf(host)
    const name = shortPrefix(prefix)
    const connection = await rows.gitConnection.one({ organizationId: row.id, prefix })
    if (!connection) throw new Fault('not_found', { what: 'git connection', name, list: 'git list', field: 'host' })
    await rows.gitConnection.remove({ id: connection.id })
    rows.tell(toldOf('git.disconnected', { host: name }, ids))
    return {
      card: { title: name, tone: 'idle', state: 'taken away', view: 'git list', words: [name, 'git'] },
      data: { host: name, removed: true },
    }
  },
})

function connectionData({ id, prefix, username }: GitConnection, organization: string) {
  return { id, host: shortPrefix(prefix), username, organization }
}
