import { number, orNull, table, text } from '../table.ts'

export const gitConnection = table('gitConnection', {
  columns: {
    id: text,
    organizationId: text,
    prefix: text,
    username: text,
    token: text,
    createdAt: number,
  },
  unique: [['organizationId', 'prefix']],
  parents: [{ column: 'organizationId', of: 'organization' }],
})

export const repository = table('repository', {
  columns: {
    id: text,
    organizationId: orNull(text),
    projectId: orNull(text),
    instanceId: orNull(text),
    name: text,
    url: text,
    branch: orNull(text),
    createdAt: number,
  },
  indexes: [['organizationId'], ['projectId'], ['instanceId']],
  parents: [
    { column: 'organizationId', of: 'organization' },
    { column: 'projectId', of: 'project', leaves: true },
    { column: 'instanceId', of: 'instance', leaves: true },
  ],
})
