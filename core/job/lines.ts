import type { Reading } from '../ports/store.ts'
import type { Line } from './job.ts'

export interface LineFilter {
  levels?: readonly Line['level'][]
  stage?: string
}

/** A stretch of a log: `skip` lines are passed over, from its beginning or from its end. */
export interface Stretch {
  from: 'beginning' | 'end'
  skip: number
  limit: number
}

/** Lines in the order in which they were written. */
export async function linesIn(
  reading: Pick<Reading, 'line'>,
  jobId: string,
  filter: LineFilter,
  { from, skip, limit }: Stretch,
): Promise<Line[]> {
  const where = whereOf(jobId, filter)
  if (isFiltered(filter)) {
    const order = from === 'beginning' ? 'sequence' : '-sequence'
    const found = await reading.line.find(where, { order: [order], skip, limit })
    return from === 'beginning' ? found : found.reverse()
  }
  const { first, last } = await ends(reading, jobId)
  // Sequences leave none out: a page deep in a million lines is a range of them, and nothing before it is counted.
  const low = from === 'beginning' ? first + skip : Math.max(first, last - skip - limit + 1)
  const high = from === 'beginning' ? low + limit - 1 : last - skip
  if (high < low) return []
  return reading.line.find({ jobId, sequence: { atLeast: low } }, { order: ['sequence'], limit: high - low + 1 })
}

export async function countLines(
  reading: Pick<Reading, 'line'>,
  jobId: string,
  filter: LineFilter = {},
): Promise<number> {
  if (isFiltered(filter)) return reading.line.count(whereOf(jobId, filter))
  const { first, last } = await ends(reading, jobId)
  return last - first + 1
}

/** All lines in stretches, for whoever writes them on: a long log is never in memory as a whole. */
export async function* allLines(reading: Pick<Reading, 'line'>, jobId: string): AsyncGenerator<Line[]> {
  const limit = 2000
  let above = -1
  for (;;) {
    const lines = await reading.line.find({ jobId, sequence: { above } }, { order: ['sequence'], limit })
    const last = lines.at(-1)
    if (!last) return
    yield lines
    above = last.sequence
  }
}

/** The first lines may be gone already: logs are kept for so many days. */
async function ends(reading: Pick<Reading, 'line'>, jobId: string): Promise<{ first: number; last: number }> {
  const [[first], [last]] = await Promise.all([
    reading.line.pick(['sequence'], { jobId }, { order: ['sequence'], limit: 1 }),
    reading.line.pick(['sequence'], { jobId }, { order: ['-sequence'], limit: 1 }),
  ])
  return { first: first?.sequence ?? 0, last: last?.sequence ?? -1 }
}

function isFiltered({ levels, stage }: LineFilter): boolean {
  return levels !== undefined || stage !== undefined
}

function whereOf(jobId: string, { levels, stage }: LineFilter) {
  const [only] = levels ?? []
  const level = levels?.length === 1 && only ? only : levels ? { in: levels } : null
  return { jobId, ...(level === null ? {} : { level }), ...(stage === undefined ? {} : { stage }) }
}
