import { described } from '../shape.ts'

export const practice = [
  described('practice_thing', {
    columns: {
      id: 'text',
      server_id: 'text',
      kind: 'text',
      name: 'text',
      data: 'text?',
      instance_id: 'text?',
      job_id: 'text?',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['server_id', 'kind', 'name']],
    parents: [['server_id', 'server', 'CASCADE']],
  }),
  described('practice_act', {
    columns: {
      id: 'text',
      server_id: 'text',
      job_id: 'text',
      stage: 'text',
      call: 'text',
      about: 'text',
      fence: 'bigint',
      at: 'bigint',
    },
    key: ['id'],
    indexes: [['job_id', 'stage']],
    parents: [['server_id', 'server', 'CASCADE']],
  }),
  described('practice_hold', {
    columns: {
      id: 'text',
      server_id: 'text',
      stage: 'text',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['server_id', 'stage']],
    parents: [['server_id', 'server', 'CASCADE']],
  }),
  described('practice_fault', {
    columns: {
      id: 'text',
      server_id: 'text',
      stage: 'text',
      text: 'text',
      times: 'bigint?',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['server_id', 'stage']],
    parents: [['server_id', 'server', 'CASCADE']],
  }),
]
