import { z } from 'zod'
import type { Line } from '../card/card.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { type Answer, operation } from '../operation/operation.ts'
import { organizationArgument } from '../reference/argument.ts'
import { findOrganization } from '../reference/find.ts'
import { name } from '../reference/name.ts'
import { defaultSocket } from './address.ts'
import { serverCard, serverData, trustActions } from './server.card.ts'
import type { Server } from './server.ts'

const offerDeadlineMs = 10_000

export const serverAdd = operation({
  id: 'server.add',
  summary: 'Add a server that exists; nothing connects to it before its host key is confirmed',
  examples: ['server add box1 --host 192.0.2.7', 'server add box1 --host 192.0.2.7 --port 22 --user root'],
  arguments: {
    name: argument(name, { label: 'Name', help: 'How people call it: `box1`', positional: true }),
    host: argument(
      z
        .string()
        .trim()
        .min(1)
        .max(253)
        .regex(/^[\w.:-]+$/, 'is a host name or an address'),
      {
        label: 'Host',
        help: 'Its name or address',
      },
    ),
    port: argument(z.coerce.number().int().min(1).max(65_535).default(22), { label: 'SSH port' }),
    user: argument(
      z
        .string()
        .trim()
        .regex(/^[a-z_][\w.-]{0,31}$/i, 'is a user name')
        .default('root'),
      { label: 'User' },
    ),
    docker_socket: argument(z.string().trim().startsWith('/').max(200).default(defaultSocket), {
      label: 'Docker socket',
      help: 'Where the engine listens there',
    }),
    organization: organizationArgument,
  },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'maintainer',
  effects: ['host'],
  async look({ house }, { host, port }) {
    try {
      return { key: await house.hostKeys.offered(host, port, offerDeadlineMs), why: null }
    } catch (error) {
      // A server that is down today is added all the same: its key is asked for again by `server trust`.
      if (error instanceof Fault) return { key: null, why: error.message }
      throw error
    }
  },
  async change(rows, { house, now }, values, { row }, seen) {
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
      offeredKey: seen?.key ?? null,
      settings: {},
      reading: null,
      readingAt: null,
      createdAt: now,
    }
    await rows.server.insert(server)
    rows.tell({
      type: 'server.added',
      organizationId: row.id,
      projectId: null,
      jobId: null,
      payload: { server: server.name },
    })
    return added(server, seen?.why ?? null)
  },
})

function added(server: Server, why: string | null): Answer {
  const { offeredKey: key } = server
  const first: Line = key
    ? {
        tone: 'waiting',
        text: ['It shows the key ', { code: key.fingerprint }, ` (${key.kind}). Compare it on the server:`],
      }
    : { tone: 'warning', text: `It does not answer yet: ${why ?? 'no reason given'}` }
  return {
    card: {
      ...serverCard(server),
      lines: [first],
      ...(key ? { block: 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' } : {}),
      actions: trustActions(server),
    },
    data: serverData(server),
  }
}
