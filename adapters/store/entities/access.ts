import { flag, number, orNull, table, text } from '../table.ts'

export const grant = table('grant', {
  columns: { id: text, memberId: text, scope: text, scopeId: text, level: text, createdAt: number },
  unique: [['memberId', 'scope', 'scopeId']],
  indexes: [['scope', 'scopeId']],
  parents: [{ column: 'memberId', of: 'member', leaves: true }],
})

export const permit = table('permit', {
  columns: { id: text, memberId: text, scope: text, scopeId: text, permission: text, allowed: flag, createdAt: number },
  unique: [['memberId', 'scope', 'scopeId', 'permission']],
  indexes: [['scope', 'scopeId']],
  parents: [{ column: 'memberId', of: 'member', leaves: true }],
})

// A token of a project goes with its project: set to null instead, it would reach every project.
export const token = table('token', {
  columns: {
    id: text,
    memberId: text,
    name: text,
    hash: text,
    refreshHash: orNull(text),
    level: text,
    projectId: orNull(text),
    expiresAt: orNull(number),
    lastUsedAt: orNull(number),
    revokedAt: orNull(number),
    createdAt: number,
  },
  unique: [['hash']],
  indexes: [['memberId'], ['projectId'], ['refreshHash']],
  parents: [
    { column: 'memberId', of: 'member', leaves: true },
    { column: 'projectId', of: 'project', leaves: true },
  ],
})
