import { z } from 'zod'
import { Fault } from '../error.ts'
import { parallelPerServer } from '../job/parallel.ts'
import { argument } from '../operation/argument.ts'
import { insertOnce } from '../operation/once.ts'
import { operation } from '../operation/operation.ts'
import { platformDefaults } from '../platform/defaults.ts'
import type { Writing } from '../ports/store.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { name as serverName } from '../reference/name.ts'
import { usualAddressRange, whyNoAddressRange } from './address-range.rule.ts'
import { hostText, portNumber, socketText, userText } from './arguments.ts'
import { whyNoHostRoot } from './host-root.rule.ts'
import { type Place, placeOn, standingOn } from './place.ts'
import { serverCard, serverData } from './server.card.ts'
import type { Server } from './server.ts'

const folder = (like: string) =>
  z
    .string()
    .trim()
    .max(200)
    .regex(/^\/[\w./-]+$/, `is a path like ${like}`)
    .refine((path) => !path.split('/').includes('..'), { message: 'holds no ..' })

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
    base_folder: argument(folder('/opt/paasportal').optional(), {
      label: 'Base folder',
      help: 'Where instances are kept there',
    }),
    host_root: argument(z.union([z.literal(['none', '-']), folder('/srv/odoo, or none')]).optional(), {
      label: 'Root for host paths',
      help: 'Settings of instances may name folders of the server below it alone; `none`, and they may name none',
    }),
    address_range: argument(z.string().trim().max(20).optional(), {
      label: 'Range of addresses',
      help: 'Where networks get theirs from once Docker has none left, after some thirty of them',
    }),
    spares: argument(z.enum(['on', 'off']).optional(), {
      label: 'Waiting Odoo',
      help: 'Whether each instance has an Odoo in memory for its next release, some 200 MB, as far as there is room',
    }),
    parallel: argument(z.coerce.number().int().min(1).max(64).optional(), {
      label: 'Side by side',
      help: 'How many jobs run there at once',
    }),
  },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'maintainer',
  effects: ['host'],
  async current({ reading }, { row }) {
    const { base, proxy } = placeOn(row, await platformDefaults(reading))
    return {
      host: row.host,
      port: row.port,
      user: row.user,
      docker_socket: row.dockerSocket,
      proxy,
      base_folder: base,
      host_root: row.settings.hostRoot ?? 'none',
      address_range: row.settings.addressRange ?? usualAddressRange,
      spares: row.settings.spares === false ? 'off' : 'on',
      parallel: row.settings.parallel ?? parallelPerServer,
    }
  },
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
    const place = placeOn(before, await platformDefaults(rows))
    const after: Place = { ...place, base: values.base_folder ?? place.base, proxy: values.proxy ?? place.proxy }
    await refuseMoving(rows, before, place, after)
    refuseRange(values.address_range)
    refuseRoot(values.host_root ?? before.settings.hostRoot, after.base)
    const { hostRoot: rootBefore, addressRange: rangeBefore, spares: sparesBefore, ...others } = before.settings
    const range = values.address_range ?? rangeBefore ?? usualAddressRange
    const spares = values.spares === undefined ? sparesBefore !== false : values.spares === 'on'
    const hostRoot = values.host_root === undefined ? rootBefore : rootIn(values.host_root)
    const server: Server = {
      ...before,
      name: values.name ?? before.name,
      host: values.host ?? before.host,
      port: values.port ?? before.port,
      user: values.user ?? before.user,
      dockerSocket: values.docker_socket ?? before.dockerSocket,
      settings: {
        ...others,
        ...(hostRoot === undefined ? {} : { hostRoot }),
        ...(range === usualAddressRange ? {} : { addressRange: range }),
        // A form says again what it was shown: what is the platform's stays the platform's.
        ...(after.proxy === place.proxy ? {} : { proxy: after.proxy }),
        ...(after.base === place.base ? {} : { baseFolder: after.base }),
        ...(spares ? {} : { spares }),
        ...(values.parallel === undefined ? {} : { parallel: values.parallel }),
      },
    }
    // Another address is another machine until somebody says that it is the same.
    const moved = server.host !== before.host || server.port !== before.port
    const trust = moved ? ({ trust: 'unconfirmed', pinnedKey: null, offeredKey: null } as const) : {}
    const now: Server = { ...server, ...trust }
    const { id: _id, ...patch } = now
    await insertOnce(`a server called ${server.name}`, 'name', () =>
      rows.server.update({ id: before.id }, patch).then(() => undefined),
    )
    rows.tell({
      type: 'server.configured',
      organizationId: before.organizationId,
      projectId: null,
      jobId: null,
      payload: { server: now.name, changed },
    })
    return { card: serverCard(now), data: serverData(now) }
  },
})

/** What stands there stands in the folder that it was made in, and its sites are known to one proxy alone. */
async function refuseMoving(rows: Writing, server: Server, before: Place, after: Place): Promise<void> {
  if (before.base === after.base && before.proxy === after.proxy) return
  const { all, sites } = await standingOn(rows, server)
  if (all > 0 && before.base !== after.base) {
    throw new Fault('state_forbids', {
      why: `Instances are deployed on ${server.name}, in ${before.base}.`,
      next: 'Choose the folder before the first deploy.',
    })
  }
  if (sites > 0 && before.proxy !== after.proxy) {
    throw new Fault('state_forbids', {
      why: `Instances are deployed on ${server.name} behind ${spoken[before.proxy]}: it has their sites, their certificates and the ports 80 and 443.`,
      next: `Choose the proxy before the first deploy with a domain; another server can have ${spoken[after.proxy]}.`,
    })
  }
}

const spoken = { nginx: 'nginx', traefik: 'Traefik' } as const

function rootIn(text: string): string | undefined {
  return text === 'none' || text === '-' ? undefined : text.replace(/\/+$/, '')
}

function refuseRange(given: string | undefined): void {
  const why = given === undefined ? null : whyNoAddressRange(given)
  if (why !== null) throw new Fault('invalid_arguments', { field: 'address_range', why: `${given} ${why}` })
}

function refuseRoot(given: string | undefined, base: string): void {
  const root = given === undefined ? undefined : rootIn(given)
  const why = root === undefined ? null : whyNoHostRoot(root, base)
  if (why === null) return
  throw new Fault('invalid_arguments', { field: 'host_root', why: `${given} ${why}` })
}
