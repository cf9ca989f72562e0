import { flag, json, number, orNull, table, text } from '../table.ts'

export const binding = table('binding', {
  columns: {
    id: text,
    platform: text,
    team: text,
    channel: text,
    projectId: text,
    environmentId: orNull(text),
    events: json,
    here: flag,
    createdAt: number,
  },
  unique: [['platform', 'team', 'channel']],
  indexes: [['projectId'], ['environmentId']],
  parents: [
    { column: 'projectId', of: 'project', leaves: true },
    { column: 'environmentId', of: 'environment', leaves: true },
  ],
})

export const room = table('room', {
  columns: { id: text, name: text, createdAt: number },
})

export const roomMessage = table('roomMessage', {
  columns: {
    id: text,
    roomId: text,
    onlyFor: orNull(text),
    memberId: orNull(text),
    thread: orNull(text),
    text: orNull(text),
    card: orNull(json),
    createdAt: number,
    editedAt: orNull(number),
  },
  indexes: [['roomId', 'createdAt'], ['roomId', 'editedAt'], ['thread']],
  parents: [{ column: 'roomId', of: 'room', leaves: true }],
})

export const post = table('post', {
  columns: {
    id: text,
    jobId: text,
    role: text,
    platform: text,
    team: text,
    channel: text,
    thread: orNull(text),
    message: orNull(text),
    shown: number,
    told: number,
    ended: flag,
    createdAt: number,
  },
  unique: [['jobId', 'platform', 'channel', 'role']],
  indexes: [['ended']],
  parents: [{ column: 'jobId', of: 'job', leaves: true }],
})

export const notice = table('notice', {
  columns: {
    id: text,
    key: text,
    kind: text,
    postId: orNull(text),
    jobId: orNull(text),
    memberId: orNull(text),
    position: orNull(number),
    firstLine: orNull(number),
    lastLine: orNull(number),
    dueAt: number,
    begun: flag,
    doneAt: orNull(number),
    createdAt: number,
  },
  unique: [['key']],
  indexes: [['doneAt'], ['postId']],
  parents: [{ column: 'postId', of: 'post', leaves: true }],
})
