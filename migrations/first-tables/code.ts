import { described } from '../shape.ts'

export const code = [
  described('git_connection', {
    columns: {
      id: 'text',
      organization_id: 'text',
      prefix: 'text',
      username: 'text',
      token: 'text',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['organization_id', 'prefix']],
    parents: [['organization_id', 'organization', 'RESTRICT']],
  }),
  described('repository', {
    columns: {
      id: 'text',
      organization_id: 'text?',
      project_id: 'text?',
      instance_id: 'text?',
      name: 'text',
      url: 'text',
      branch: 'text?',
      created_at: 'bigint',
    },
    key: ['id'],
    indexes: [['organization_id'], ['project_id'], ['instance_id']],
    parents: [
      ['organization_id', 'organization', 'RESTRICT'],
      ['project_id', 'project', 'CASCADE'],
      ['instance_id', 'instance', 'CASCADE'],
    ],
  }),
]
