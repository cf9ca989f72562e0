import { flag, json, number, orNull, table, text } from '../table.ts'

// A job tells of what it worked on and outlives it: no foreign key leads out of here.
export const job = table('job', {
  columns: {
    id: text,
    number,
    operation: text,
    target: text,
    organizationId: orNull(text),
    projectId: orNull(text),
    environmentId: orNull(text),
    instanceId: orNull(text),
    serverId: orNull(text),
    state: text,
    plan: json,
    effects: json,
    requestedBy: text,
    automatic: flag,
    origin: json,
    parentId: orNull(text),
    retryOf: orNull(text),
    priority: number,
    readyAt: number,
    waitsFor: orNull(text),
    fence: number,
    owner: orNull(text),
    leaseUntil: orNull(number),
    takeovers: number,
    cancelAsked: flag,
    failure: orNull(json),
    result: orNull(json),
    createdAt: number,
    startedAt: orNull(number),
    finishedAt: orNull(number),
  },
  unique: [['number']],
  indexes: [
    ['state', 'priority', 'readyAt'],
    ['state', 'leaseUntil'],
    ['organizationId', 'number'],
    ['projectId', 'number'],
    ['environmentId', 'number'],
    ['instanceId', 'number'],
    ['serverId', 'number'],
    ['parentId'],
  ],
})

export const hold = table('hold', {
  columns: { resource: text, jobId: text, fence: number, createdAt: number },
  key: ['resource'],
  indexes: [['jobId']],
  parents: [{ column: 'jobId', of: 'job', leaves: true }],
})

export const stage = table('stage', {
  columns: {
    jobId: text,
    stage: text,
    position: number,
    title: text,
    state: text,
    latest: orNull(text),
    startedAt: orNull(number),
    finishedAt: orNull(number),
  },
  key: ['jobId', 'stage'],
  parents: [{ column: 'jobId', of: 'job', leaves: true }],
})

export const line = table('line', {
  columns: {
    jobId: text,
    sequence: number,
    stage: orNull(text),
    level: text,
    message: text,
    data: orNull(json),
    at: number,
  },
  key: ['jobId', 'sequence'],
  parents: [{ column: 'jobId', of: 'job', leaves: true }],
})
