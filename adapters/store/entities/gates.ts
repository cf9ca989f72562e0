import { flag, json, number, orNull, table, text } from '../table.ts'

export const approval = table('approval', {
  columns: {
    id: text,
    jobId: text,
    state: text,
    needed: number,
    mayAsker: flag,
    level: text,
    expiresAt: number,
    basis: orNull(text),
    ahead: number,
    mentionedAt: orNull(number),
    remindedAt: orNull(number),
    decidedAt: orNull(number),
    decidedBy: orNull(text),
    reason: orNull(text),
    createdAt: number,
  },
  unique: [['jobId']],
  indexes: [['state', 'expiresAt']],
  parents: [{ column: 'jobId', of: 'job', leaves: true }],
})

export const vote = table('vote', {
  columns: { approvalId: text, memberId: text, decision: text, reason: orNull(text), at: number },
  key: ['approvalId', 'memberId'],
  parents: [{ column: 'approvalId', of: 'approval', leaves: true }],
})

export const review = table('review', {
  columns: {
    jobId: text,
    memberId: text,
    reason: text,
    passed: json,
    signedBy: orNull(text),
    signedAt: orNull(number),
    note: orNull(text),
    createdAt: number,
  },
  key: ['jobId'],
  parents: [{ column: 'jobId', of: 'job', leaves: true }],
})

export const watch = table('watch', {
  columns: { id: text, instanceId: text, until: number, nextAt: number, failures: number },
  indexes: [['nextAt'], ['instanceId']],
  parents: [{ column: 'id', of: 'job', leaves: true }],
})

export const lock = table('lock', {
  columns: {
    instanceId: text,
    memberId: orNull(text),
    jobId: orNull(text),
    reason: text,
    until: orNull(number),
    createdAt: number,
  },
  key: ['instanceId'],
  indexes: [['jobId'], ['until']],
  parents: [{ column: 'instanceId', of: 'instance', leaves: true }],
})

export const lockWish = table('lockWish', {
  columns: { instanceId: text, memberId: text, createdAt: number },
  key: ['instanceId', 'memberId'],
  parents: [
    { column: 'instanceId', of: 'instance', leaves: true },
    { column: 'memberId', of: 'member', leaves: true },
  ],
})

export const freeze = table('freeze', {
  columns: {
    id: text,
    number,
    projectId: orNull(text),
    kind: orNull(text),
    zone: text,
    window: json,
    reason: text,
    createdBy: text,
    createdAt: number,
  },
  unique: [['number']],
  indexes: [['projectId']],
  parents: [{ column: 'projectId', of: 'project', leaves: true }],
})
