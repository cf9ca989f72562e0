import { described } from '../shape.ts'

export const people = [
  described('organization', {
    columns: {
      id: 'text',
      slug: 'text',
      name: 'text',
      state: 'text',
      is_default: 'boolean',
      settings: 'text',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['slug']],
  }),
  described('member', {
    columns: {
      id: 'text',
      name: 'text',
      active: 'boolean',
      automatic: 'boolean',
      time_zone: 'text',
      settings: 'text',
      last_seen_at: 'bigint?',
      created_at: 'bigint',
    },
    key: ['id'],
  }),
  described('identity', {
    columns: {
      id: 'text',
      member_id: 'text',
      platform: 'text',
      team: 'text',
      user: 'text',
      name: 'text',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['platform', 'team', 'user']],
    indexes: [['member_id']],
    parents: [['member_id', 'member', 'CASCADE']],
  }),
  described('code', {
    columns: {
      id: 'text',
      purpose: 'text',
      hash: 'text',
      member_id: 'text?',
      expires_at: 'bigint',
      used_at: 'bigint?',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['hash']],
    indexes: [['member_id'], ['expires_at']],
    parents: [['member_id', 'member', 'CASCADE']],
  }),
  described('session', {
    columns: {
      id: 'text',
      member_id: 'text',
      csrf: 'text',
      created_at: 'bigint',
      expires_at: 'bigint',
    },
    key: ['id'],
    indexes: [['member_id'], ['expires_at']],
    parents: [['member_id', 'member', 'CASCADE']],
  }),
]
