import type { House } from '../house.ts'

const atOnce = 5000

/** All lines of a job that ended, a stretch at a time: others write between two of them. Answers how many. */
export async function removeLines(house: House, jobId: string): Promise<number> {
  const { line } = house.store.reading
  let removed = 0
  for (;;) {
    const [first] = await line.pick(['sequence'], { jobId }, { order: ['sequence'], limit: 1 })
    if (!first) return removed
    const below = first.sequence + atOnce
    removed += await house.store.write((rows) => rows.line.remove({ jobId, sequence: { below } }))
  }
}
