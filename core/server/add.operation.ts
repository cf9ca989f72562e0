import { z } from 'zod'
import type { Card } from '../card/card.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { type Answer, operation } from '../operation/operation.ts'
import { organizationArgument } from '../reference/argument.ts'
import { findOrganization } from '../reference/find.ts'
import { name } from '../reference/name.ts'
import type { HostKey } from '../ports/host.ts'
import { defaultSocket } from './address.ts'
import type { Server } from './server.ts'

const offerDeadlineMs = 10_000

export const serverAdd = operation({
  id: 'server.add',
  summary: 'Add a server that exists; nothing connects to it before its host key is confirmed',
  examples: ['server add box1 --host 192.0.2.7', 'server add box1 --host 192.0.2.7 --port 22 --user root'],
  arguments: {
    name: argument(name, { label: 'Name', help: 'How people call it: `box1`', positional: true }),
    host: argument(z.string().trim().min(1).max(253).regex(/^[\w.:-]+$/, 'is a host name or an address'), {
      label: 'Host',
      help: 'Its name or address',
    }),
    port: argument(z.coerce.number().int().min(1).max(65_535).default(22), { label: 'SSH port' }),
    user: argument(z.string().trim().regex(/^[a-z_][\w.-]{0,31}$/i, 'is a user name').default('root'), { label: 'User' }),
    docker_socket: argument(z.string().trim().startsWith('/').max(200).default(defaultSocket), {
      label: 'Docker socket',
      help: 'Where the engine listens there',
    }),
    organization: organizationArgument,
  },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'maintainer',
  effects: ['host'],
  async change(rows, { house, now }, values, { row }) {
    if (await rows.server.one({ organizationId: row.id, name: values.name })) {
      throw new Fault('already_there', { what: `a server called ${values.name}`, field: 'name' })
    }
    const server: Server = {
      id: house.chance.id(),
      organizationId: row.id,
      name: values.name,
      host: values.host,
      port: values.port,
      user: values.user,
      dockerSocket: values.docker_socket,
      trust: 'unconfirmed',
      pinnedKey: null,
      offeredKey: null,
      settings: {},
      reading: null,
      readingAt: null,
      createdAt: now,
    }
    await rows.server.insert(server)
    return added(server)
  },
})

function added(server: Server): Answer {
  const card: Card = { title: server.name }
  return { card, data: { name: server.name } }
}

export function offer(_key: HostKey) {
  return offerDeadlineMs
}
