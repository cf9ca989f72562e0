import { z } from 'zod'
import { coded } from '../card/coded.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { insertOnce } from '../operation/once.ts'
import { operation } from '../operation/operation.ts'
import { namedOnPlatform, onPlatform } from '../operation/target.ts'
import { name as registryName } from '../reference/name.ts'
import { Secret } from '../secret.ts'
import type { Registry } from './registry.ts'

const nameArgument = argument(registryName, {
  label: 'Name',
  help: 'How people call it: `ghcr`',
  completes: 'registry',
  positional: true,
})

export const registryAdd = operation({
  id: 'registry.add',
  summary: 'Add a registry that images come from, with its login; the password goes into a form',
  examples: ['registry add ghcr --host ghcr.io --username bot', 'registry add local --host registry.example:5000'],
  arguments: {
    name: nameArgument,
    host: argument(
      z
        .string()
        .trim()
        .toLowerCase()
        .max(253)
        .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/, 'is a host name, with a port where needed'),
      { label: 'Host', help: 'ghcr.io' },
    ),
    username: argument(z.string().trim().max(200).optional(), { label: 'User', help: 'Where it asks for a login' }),
    password: argument(z.string().max(4000).optional(), {
      label: 'Password',
      help: 'Or an access token',
      secret: true,
    }),
  },
  aim: onPlatform,
  least: 'admin',
  effects: ['settings'],
  async change(rows, { house, now }, { name, host, username, password }) {
    if (username && !password) {
      throw new Fault('missing_arguments', {
        operation: 'registry add',
        field: 'password',
        fields: '`password`',
        usage: 'registry add <name> --host <host> --username <user>, the password in the form',
      })
    }
    if (password && !username)
      throw new Fault('invalid_arguments', {
        operation: 'registry add',
        field: 'username',
        why: 'is needed with a password',
      })
    const id = house.chance.id()
    const registry: Registry = {
      id,
      name,
      host,
      username: username ?? null,
      password: password ? house.vault.seal(new Secret(password), registryPurpose(id)) : null,
      createdAt: now,
    }
    await insertOnce(`a registry called ${name}`, 'name', () => rows.registry.insert(registry))
    rows.tell({
      type: 'registry.added',
      organizationId: null,
      projectId: null,
      jobId: null,
      payload: { registry: name, host },
    })
    return {
      card: {
        title: name,
        tone: 'good',
        state: 'added',
        fields: [
          { label: 'Host', value: host },
          { label: 'Login', value: username ? `${username}, with a password` : 'none: it is public' },
        ],
        view: 'registry list',
        words: [name, 'registry', host],
      },
      data: registryData(registry),
    }
  },
})

/** What the seal of a password is bound to. */
export function registryPurpose(id: string): string {
  return `registry:${id}`
}

export const registryList = operation({
  id: 'registry.list',
  summary: 'The registries that images come from',
  examples: ['registry list'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer({ reading }) {
    const registries = await reading.registry.find({}, { order: ['name'] })
    return {
      card: {
        title: 'Registries',
        table: {
          columns: ['Registry', 'Host', 'Login'],
          rows: registries.map(({ name, host, username }) => [name, host, username ? 'yes' : 'none']),
          empty: coded('No registries yet: `registry add` makes one'),
        },
        view: 'registry list',
        words: ['registries'],
      },
      data: { registries: registries.map(registryData) },
    }
  },
})

export const registryRemove = operation({
  id: 'registry.remove',
  summary: 'Take a registry away with its login',
  examples: ['registry remove ghcr'],
  arguments: { name: nameArgument },
  aim: namedOnPlatform(({ name: called }) => called),
  least: 'admin',
  effects: ['settings'],
  confirm: 'button',
  async change(rows, _asking, { name }) {
    const registry = await rows.registry.one({ name })
    if (!registry) throw new Fault('not_found', { what: 'registry', name, list: 'registry list', field: 'name' })
    const users = await rows.version.find({ registryId: registry.id })
    if (users.length > 0) {
      throw new Fault('state_forbids', {
        why: `${users.map(({ version, edition }) => `${version} ${edition}`).join(', ')} come from ${name}.`,
        next: 'Set those versions to another image first, with `version set`.',
      })
    }
    await rows.registry.remove({ id: registry.id })
    rows.tell({
      type: 'registry.removed',
      organizationId: null,
      projectId: null,
      jobId: null,
      payload: { registry: name },
    })
    return {
      card: { title: name, tone: 'idle', state: 'taken away', view: 'registry list', words: [name, 'registry'] },
      data: { registry: name },
    }
  },
})

function registryData({ id, name, host, username }: Registry) {
  return { id, name, host, login: username !== null }
}
