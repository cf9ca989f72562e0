import { flag, number, orNull, table, text } from '../table.ts'

export const grant = table('grant', {
  columns: { id: text, memberId: text, scope: text, scopeId: text, level: text, via: text, createdAt: number },
  unique: [['memberId', 'scope', 'scopeId', 'via']],
  indexes: [['scope', 'scopeId'], ['via']],
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

export const roleMap = table('roleMap', {
  columns: {
    id: text,
    platform: text,
    team: text,
    role: text,
    roleName: text,
    scope: text,
    scopeId: text,
    level: text,
    createdAt: number,
  },
  unique: [['platform', 'team', 'role', 'scope', 'scopeId']],
  indexes: [['scope', 'scopeId']],
})
