import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { describe, onTestFinished } from 'vitest'
import type { Opening, OpenStore, Place } from '../../adapters/store/open.ts'
import { openStore } from '../../adapters/store/open.ts'
import { describeInLab } from '../lab/endpoints.ts'

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

async function freshDatabase(url: string): Promise<Place> {
  const name = `pilothouse_store_${process.pid}_${Math.random().toString(36).slice(2)}`
  const tell = async (statement: string) => {
    const admin = await new DataSource({ type: 'postgres', url }).initialize()
    await admin.query(statement)
    await admin.destroy()
  }
  await tell(`CREATE DATABASE ${name}`)
  onTestFinished(() => tell(`DROP DATABASE ${name} WITH (FORCE)`))
  const place = new URL(url)
  place.pathname = `/${name}`
  return { postgresUrl: place.href }
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
