import { json, number, orNull, table, text } from '../table.ts'

export const practiceThing = table('practiceThing', {
  columns: {
    id: text,
    serverId: text,
    kind: text,
    name: text,
    data: orNull(json),
    instanceId: orNull(text),
    jobId: orNull(text),
    createdAt: number,
  },
  unique: [['serverId', 'kind', 'name']],
  parents: [{ column: 'serverId', of: 'server', leaves: true }],
})

export const practiceAct = table('practiceAct', {
  columns: {
    id: text,
    serverId: text,
    jobId: text,
    stage: text,
    call: text,
    about: text,
    fence: number,
    at: number,
  },
  indexes: [['jobId', 'stage']],
  parents: [{ column: 'serverId', of: 'server', leaves: true }],
})

export const practiceHold = table('practiceHold', {
  columns: { id: text, serverId: text, stage: text, createdAt: number },
  unique: [['serverId', 'stage']],
  parents: [{ column: 'serverId', of: 'server', leaves: true }],
})

export const practiceFault = table('practiceFault', {
  columns: { id: text, serverId: text, stage: text, text, times: orNull(number), createdAt: number },
  unique: [['serverId', 'stage']],
  parents: [{ column: 'serverId', of: 'server', leaves: true }],
})
