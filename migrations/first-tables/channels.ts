import { described } from '../shape.ts'

export const channels = [
  described('binding', {
    columns: {
      id: 'text',
      platform: 'text',
      team: 'text',
      channel: 'text',
      project_id: 'text',
      environment_id: 'text?',
      events: 'text',
      here: 'boolean',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['platform', 'team', 'channel']],
    indexes: [['project_id'], ['environment_id']],
    parents: [
      ['project_id', 'project', 'CASCADE'],
      ['environment_id', 'environment', 'CASCADE'],
    ],
  }),
  described('room', {
    columns: {
      id: 'text',
      name: 'text',
      created_at: 'bigint',
    },
    key: ['id'],
  }),
  described('room_message', {
    columns: {
      id: 'text',
      room_id: 'text',
      only_for: 'text?',
      member_id: 'text?',
      thread: 'text?',
      text: 'text?',
      card: 'text?',
      created_at: 'bigint',
      edited_at: 'bigint?',
    },
    key: ['id'],
    indexes: [['room_id', 'created_at'], ['thread']],
    parents: [['room_id', 'room', 'CASCADE']],
  }),
  described('post', {
    columns: {
      id: 'text',
      job_id: 'text',
      platform: 'text',
      team: 'text',
      channel: 'text',
      thread: 'text?',
      message: 'text?',
      shown: 'bigint',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['job_id', 'platform', 'channel']],
    parents: [['job_id', 'job', 'CASCADE']],
  }),
]
