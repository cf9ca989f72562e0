import { json, number, orNull, table, text } from '../table.ts'

export const server = table('server', {
  columns: {
    id: text,
    organizationId: text,
    name: text,
    host: text,
    port: number,
    user: text,
    dockerSocket: text,
    trust: text,
    pinnedKey: orNull(json),
    offeredKey: orNull(json),
    settings: json,
    reading: orNull(json),
    readingAt: orNull(number),
    downSince: orNull(number),
    createdAt: number,
  },
  unique: [['organizationId', 'name']],
  parents: [{ column: 'organizationId', of: 'organization' }],
})

export const databaseServer = table('databaseServer', {
  columns: { id: text, organizationId: text, name: text, host: text, port: number, createdAt: number },
  unique: [['organizationId', 'name']],
  parents: [{ column: 'organizationId', of: 'organization' }],
})
