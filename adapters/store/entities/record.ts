import { json, number, orNull, table, text } from '../table.ts'

export const event = table('event', {
  columns: {
    position: number,
    type: text,
    version: number,
    organizationId: orNull(text),
    projectId: orNull(text),
    jobId: orNull(text),
    payload: orNull(json),
    at: number,
  },
  key: ['position'],
  indexes: [
    ['organizationId', 'position'],
    ['projectId', 'position'],
    ['jobId', 'position'],
  ],
})

export const audit = table('audit', {
  columns: {
    position: number,
    at: number,
    memberId: orNull(text),
    who: text,
    operation: text,
    target: text,
    organizationId: orNull(text),
    projectId: orNull(text),
    arguments: json,
    origin: json,
    outcome: text,
    detail: orNull(text),
    signature: text,
  },
  key: ['position'],
  indexes: [
    ['organizationId', 'position'],
    ['projectId', 'position'],
    ['memberId', 'position'],
  ],
})

export const kept = table('kept', {
  columns: { key: text, payload: text, createdAt: number },
  key: ['key'],
})

export const delivery = table('delivery', {
  columns: {
    key: text,
    surface: text,
    payload: orNull(text),
    answer: orNull(text),
    state: text,
    createdAt: number,
    doneAt: orNull(number),
  },
  key: ['key'],
  indexes: [['state', 'createdAt']],
})

export const setting = table('setting', {
  columns: { name: text, value: orNull(json) },
  key: ['name'],
})

export const counter = table('counter', {
  columns: { name: text, value: number, head: text },
  key: ['name'],
})

export const lease = table('lease', {
  columns: { name: text, owner: orNull(text), fence: number, until: number },
  key: ['name'],
})
