import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenStore, openStore, type Place } from '../../adapters/store/open.ts'
import type { Line } from '../../core/job/job.ts'
import { linesIn } from '../../core/job/lines.ts'
import { job } from '../contract/store-job.ts'
import { ownDatabase } from '../lab/own-database.ts'
import { type Figure, percentile } from './figure.ts'
import { labPostgres } from './lab-postgres.ts'

const lines = 1_000_000
const atOnce = 20_000
const page = 500
const pages = 200

/** A page anywhere in a million lines, on both databases; against the first page, which costs the least. */
export async function logPageFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pilothouse-bench-'))
  const figures = await onPlace('sqlite', { sqliteFile: join(folder, 'pilothouse.sqlite') })
  await rm(folder, { recursive: true, force: true })
  const url = labPostgres()
  if (url === null) return figures
  const database = await ownDatabase(url)
  figures.push(...(await onPlace('postgres', { postgresUrl: database.url })))
  await database.drop()
  return figures
}

async function onPlace(name: string, place: Place): Promise<Figure[]> {
  const store = await openStore(place)
  await store.write((rows) => rows.job.insert(job))
  for (let from = 0; from < lines; from += atOnce)
    await store.write((rows) => rows.line.insert(...Array.from({ length: atOnce }, (_, at) => line(from + at))))
  const first = await timed(store, () => 0)
  const deep = await timed(store, () => Math.floor(lines / 2 + (Math.random() * lines) / 2 - page))
  await store.close()
  const baseline = percentile(first, 0.95)
  return [{ name: `log.page.${name}.p95`, value: percentile(deep, 0.95), unit: 'ms', baseline, aim: 20 }]
}

async function timed(store: OpenStore, skipped: () => number): Promise<number[]> {
  const times: number[] = []
  for (let at = 0; at < pages; at += 1) {
    const began = performance.now()
    const found = await linesIn(store.reading, job.id, {}, { from: 'beginning', skip: skipped(), limit: page })
    times.push(performance.now() - began)
    if (found.length !== page) throw new Error(`a page of ${found.length} lines`)
  }
  return times
}

function line(sequence: number): Line {
  return {
    jobId: job.id,
    sequence,
    stage: 'pulling_image',
    level: sequence % 1000 === 0 ? 'warning' : 'info',
    message: `Pulling layer 3 of 7, ${sequence} of ${lines} KB`,
    data: null,
    at: 1_763_700_000_000 + sequence,
  }
}
