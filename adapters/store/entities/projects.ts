import { flag, json, number, orNull, table, text } from '../table.ts'

export const project = table('project', {
  columns: {
    id: text,
    organizationId: text,
    slug: text,
    name: text,
    repository: text,
    code: text,
    type: text,
    appsDomain: orNull(text),
    settings: json,
    state: text,
    createdAt: number,
  },
  unique: [['slug']],
  indexes: [['organizationId']],
  parents: [{ column: 'organizationId', of: 'organization' }],
})

export const environment = table('environment', {
  columns: {
    id: text,
    projectId: text,
    kind: text,
    serverId: orNull(text),
    databaseServerId: orNull(text),
    automation: json,
    createdAt: number,
  },
  unique: [['projectId', 'kind']],
  indexes: [['serverId'], ['databaseServerId']],
  parents: [
    { column: 'projectId', of: 'project' },
    { column: 'serverId', of: 'server' },
    { column: 'databaseServerId', of: 'databaseServer' },
  ],
})

export const instance = table('instance', {
  columns: {
    id: text,
    environmentId: text,
    name: text,
    version: text,
    branch: text,
    domain: orNull(text),
    size: json,
    settings: json,
    state: text,
    runsId: orNull(text),
    passwords: orNull(json),
    createdAt: number,
  },
  unique: [['environmentId', 'name']],
  parents: [{ column: 'environmentId', of: 'environment' }],
})

export const variable = table('variable', {
  columns: { id: text, instanceId: text, category: text, name: text, value: text, secret: flag, createdAt: number },
  unique: [['instanceId', 'name']],
  parents: [{ column: 'instanceId', of: 'instance', leaves: true }],
})

export const version = table('version', {
  columns: {
    id: text,
    version: text,
    edition: text,
    image: text,
    build: orNull(text),
    registryId: orNull(text),
    createdAt: number,
  },
  unique: [['version', 'edition']],
  indexes: [['registryId']],
  parents: [{ column: 'registryId', of: 'registry' }],
})

export const registry = table('registry', {
  columns: { id: text, name: text, host: text, username: orNull(text), password: orNull(text), createdAt: number },
  unique: [['name']],
})

export const provider = table('provider', {
  columns: { id: text, organizationId: text, name: text, settings: json, secret: text, createdAt: number },
  unique: [['organizationId', 'name']],
  parents: [{ column: 'organizationId', of: 'organization' }],
})
