import { described } from '../shape.ts'

export const record = [
  described('event', {
    columns: {
      position: 'bigint',
      type: 'text',
      version: 'bigint',
      organization_id: 'text?',
      project_id: 'text?',
      job_id: 'text?',
      payload: 'text?',
      at: 'bigint',
    },
    key: ['position'],
    indexes: [
      ['organization_id', 'position'],
      ['project_id', 'position'],
      ['job_id', 'position'],
    ],
  }),
  described('audit', {
    columns: {
      position: 'bigint',
      at: 'bigint',
      member_id: 'text?',
      who: 'text',
      operation: 'text',
      target: 'text',
      organization_id: 'text?',
      project_id: 'text?',
      arguments: 'text',
      origin: 'text',
      outcome: 'text',
      detail: 'text?',
      signature: 'text',
    },
    key: ['position'],
    indexes: [
      ['organization_id', 'position'],
      ['project_id', 'position'],
      ['member_id', 'position'],
    ],
  }),
  described('kept', {
    columns: {
      key: 'text',
      payload: 'text',
      created_at: 'bigint',
    },
    key: ['key'],
  }),
  described('delivery', {
    columns: {
      key: 'text',
      surface: 'text',
      payload: 'text?',
      answer: 'text?',
      state: 'text',
      created_at: 'bigint',
      done_at: 'bigint?',
    },
    key: ['key'],
    indexes: [['state', 'created_at']],
  }),
  described('setting', {
    columns: {
      name: 'text',
      value: 'text?',
    },
    key: ['name'],
  }),
  described('counter', {
    columns: {
      name: 'text',
      value: 'bigint',
      head: 'text',
    },
    key: ['name'],
  }),
  described('lease', {
    columns: {
      name: 'text',
      owner: 'text?',
      fence: 'bigint',
      until: 'bigint',
    },
    key: ['name'],
  }),
]
