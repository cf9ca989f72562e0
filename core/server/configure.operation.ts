import { z } from 'zod'
import { Fault } from '../error.ts'
import { standing } from '../instance/instance.ts'
import { parallelPerServer } from '../job/parallel.ts'
import { argument } from '../operation/argument.ts'
import { insertOnce } from '../operation/once.ts'
import { operation } from '../operation/operation.ts'
import type { Writing } from '../ports/store.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { name as serverName } from '../reference/name.ts'
import { hostText, portNumber, socketText, userText } from './arguments.ts'
import { serverCard, serverData } from './server.card.ts'
import type { Server } from './server.ts'

export const serverConfigure = operation({
  id: 'server.configure',
  summary: 'Change where a server is and how I work there',
  examples: ['server configure box1 --user deploy', 'server configure box1 --host 192.0.2.8'],
  arguments: {
    server: serverArgument,
    name: argument(serverName.optional(), { label: 'Name', help: 'A new name' }),
    host: argument(hostText.optional(), { label: 'Host', help: 'Another address: its key is confirmed anew' }),
    port: argument(portNumber.optional(), { label: 'SSH port' }),
    user: argument(userText.optional(), { label: 'User' }),
    docker_socket: argument(socketText.optional(), { label: 'Docker socket', help: 'Where the engine listens there' }),
    proxy: argument(z.enum(['traefik', 'nginx']).optional(), { label: 'Proxy', help: 'The platform’s unless named' }),
    base_folder: argument(
      z
        .string()
        .trim()
        .max(200)
        .regex(/^\/[\w./-]+$/, 'is a path like /opt/paasportal')
        .refine((path) => !path.split('/').includes('..'), { message: 'holds no ..' })
        .optional(),
      { label: 'Base folder', help: 'Where instances are kept there' },
    ),
    parallel: argument(z.coerce.number().int().min(1).max(64).optional(), {
      label: 'Side by side',
      help: 'How many jobs run there at once',
    }),
  },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'maintainer',
  effects: ['host'],
  current: (_asking, { row }) =>
    Promise.resolve({
      host: row.host,
      port: row.port,
      user: row.user,
      docker_socket: row.dockerSocket,
      ...(row.settings.proxy ? { proxy: row.settings.proxy } : {}),
      parallel: row.settings.parallel ?? parallelPerServer,
    }),
  async change(rows, _asking, values, { row, name }) {
    const before = await rows.server.one({ id: row.id })
    if (!before) throw new Fault('not_found', { what: 'server', name, list: 'server list' })
    const { server: _reference, ...given } = values
    const changed = Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([key]) => key)
    if (changed.length === 0) {
      throw new Fault('missing_arguments', {
        operation: 'server configure',
        field: 'host',
        fields: 'something to change',
        usage: 'server configure <server> --host <host> …',
      })
    }
    if (values.base_folder !== undefined) await refuseMoving(rows, before)
    const server: Server = {
      ...before,
      name: values.name ?? before.name,
      host: values.host ?? before.host,
      port: values.port ?? before.port,
      user: values.user ?? before.user,
      dockerSocket: values.docker_socket ?? before.dockerSocket,
      settings: {
        ...before.settings,
        ...(values.proxy === undefined ? {} : { proxy: values.proxy }),
        ...(values.base_folder === undefined ? {} : { baseFolder: values.base_folder }),
        ...(values.parallel === undefined ? {} : { parallel: values.parallel }),
      },
    }
    // Another address is another machine until somebody says that it is the same.
    const moved = server.host !== before.host || server.port !== before.port
    const trust = moved ? ({ trust: 'unconfirmed', pinnedKey: null, offeredKey: null } as const) : {}
    const after: Server = { ...server, ...trust }
    const { id: _id, ...patch } = after
    await insertOnce(`a server called ${server.name}`, 'name', () =>
      rows.server.update({ id: before.id }, patch).then(() => undefined),
    )
    rows.tell({
      type: 'server.configured',
      organizationId: before.organizationId,
      projectId: null,
      jobId: null,
      payload: { server: after.name, changed },
    })
    return { card: serverCard(after), data: serverData(after) }
  },
})

/** What stands there stands in the folder that it was made in. */
async function refuseMoving(rows: Writing, server: Server): Promise<void> {
  const environments = await rows.environment.find({ serverId: server.id })
  const there = await rows.instance.count({
    environmentId: { in: environments.map(({ id }) => id) },
    state: { in: standing },
  })
  if (there === 0) return
  throw new Fault('state_forbids', {
    why: `Instances are deployed on ${server.name}, in the folder that it has now.`,
    next: 'Choose the folder before the first deploy.',
  })
}
