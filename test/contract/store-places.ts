import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, onTestFinished } from 'vitest'
import type { Opening, OpenStore, Place } from '../../adapters/store/open.ts'
import { openStore } from '../../adapters/store/open.ts'
import { describeInLab } from '../lab/endpoints.ts'
import { ownDatabase } from '../lab/own-database.ts'

/** A place for rows that nobody else has; gone when the test is over. */
export type FreshPlace = () => Promise<Place>

export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pilothouse-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function freshFile(): Promise<Place> {
  return { sqliteFile: join(await freshFolder(), 'pilothouse.sqlite') }
}

export async function freshDatabase(url: string): Promise<Place> {
  const database = await ownDatabase(url)
  onTestFinished(() => database.drop())
  return { postgresUrl: database.url }
}

/** The same suite for each database. */
export function onEveryDatabase(suite: (fresh: FreshPlace) => void): void {
  describe('on SQLite', () => suite(freshFile))
  describeInLab('on PostgreSQL', ({ postgres }) => suite(() => freshDatabase(postgres.url)))
}

export async function opened(place: Place, opening: Opening = {}): Promise<OpenStore> {
  const store = await openStore(place, opening)
  onTestFinished(() => store.close())
  return store
}
