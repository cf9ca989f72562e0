import type { Line } from '../card/card.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { insertOnce } from '../operation/once.ts'
import { type Answer, operation } from '../operation/operation.ts'
import { organizationArgument } from '../reference/argument.ts'
import { findOrganization } from '../reference/find.ts'
import { name } from '../reference/name.ts'
import { hostText, portNumber, socketText, userText } from './arguments.ts'
import { howToCompare, serverCard, serverData, trustActions } from './server.card.ts'
import type { Server } from './server.ts'
import { defaultSocket } from './socket.ts'

const offerDeadlineMs = 10_000

export const serverAdd = operation({
  id: 'server.add',
  summary: 'Add a server that exists; nothing connects to it before its host key is confirmed',
  examples: ['server add box1 --host 192.0.2.7', 'server add box1 --host 192.0.2.7 --port 22 --user root'],
  arguments: {
    name: argument(name, { label: 'Name', help: 'How people call it: `box1`', positional: true }),
    host: argument(hostText, { label: 'Host', help: 'Its name or address' }),
    port: argument(portNumber.default(22), { label: 'SSH port' }),
    user: argument(userText.default('root'), { label: 'User' }),
    docker_socket: argument(socketText.default(defaultSocket), {
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
      downSince: null,
      createdAt: now,
    }
    await insertOnce(`a server called ${server.name}`, 'name', () => rows.server.insert(server))
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
      ...(key ? { block: howToCompare } : {}),
      actions: trustActions(server),
    },
    data: serverData(server),
  }
}
