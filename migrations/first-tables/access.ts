import { described } from '../shape.ts'

export const access = [
  described('grant', {
    columns: {
      id: 'text',
      member_id: 'text',
      scope: 'text',
      scope_id: 'text',
      level: 'text',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['member_id', 'scope', 'scope_id']],
    indexes: [['scope', 'scope_id']],
    parents: [['member_id', 'member', 'CASCADE']],
  }),
  described('permit', {
    columns: {
      id: 'text',
      member_id: 'text',
      scope: 'text',
      scope_id: 'text',
      permission: 'text',
      allowed: 'boolean',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['member_id', 'scope', 'scope_id', 'permission']],
    indexes: [['scope', 'scope_id']],
    parents: [['member_id', 'member', 'CASCADE']],
  }),
  described('token', {
    columns: {
      id: 'text',
      member_id: 'text',
      name: 'text',
      hash: 'text',
      refresh_hash: 'text?',
      level: 'text',
      project_id: 'text?',
      expires_at: 'bigint?',
      last_used_at: 'bigint?',
      revoked_at: 'bigint?',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['hash']],
    indexes: [['member_id'], ['project_id'], ['refresh_hash']],
    parents: [
      ['member_id', 'member', 'CASCADE'],
      ['project_id', 'project', 'CASCADE'],
    ],
  }),
]
