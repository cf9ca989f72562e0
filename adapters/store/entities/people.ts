import { flag, json, number, orNull, table, text } from '../table.ts'

export const organization = table('organization', {
  columns: { id: text, slug: text, name: text, state: text, isDefault: flag, settings: json, createdAt: number },
  unique: [['slug']],
})

export const member = table('member', {
  columns: {
    id: text,
    name: text,
    active: flag,
    automatic: flag,
    byRoles: flag,
    timeZone: text,
    settings: json,
    lastSeenAt: orNull(number),
    createdAt: number,
  },
})

export const team = table('team', {
  columns: { id: text, platform: text, team: text, organizationId: text, createdAt: number },
  unique: [['platform', 'team']],
  indexes: [['organizationId']],
  parents: [{ column: 'organizationId', of: 'organization', leaves: true }],
})

export const identity = table('identity', {
  columns: { id: text, memberId: text, platform: text, team: text, user: text, name: text, createdAt: number },
  unique: [['platform', 'team', 'user']],
  indexes: [['memberId']],
  parents: [{ column: 'memberId', of: 'member', leaves: true }],
})

export const code = table('code', {
  columns: {
    id: text,
    purpose: text,
    hash: text,
    memberId: orNull(text),
    expiresAt: number,
    usedAt: orNull(number),
    createdAt: number,
  },
  unique: [['hash']],
  indexes: [['memberId'], ['expiresAt']],
  parents: [{ column: 'memberId', of: 'member', leaves: true }],
})

export const session = table('session', {
  columns: { id: text, memberId: text, csrf: text, createdAt: number, expiresAt: number },
  indexes: [['memberId'], ['expiresAt']],
  parents: [{ column: 'memberId', of: 'member', leaves: true }],
})
