import type { House } from '../house.ts'

/** One after the other. One that fails is said, and keeps no other from its turn. Answers how often it was done. */
export async function each<Row>(
  { log }: House,
  rows: readonly Row[],
  failed: string,
  work: (row: Row) => Promise<boolean>,
): Promise<number> {
  let done = 0
  for (const row of rows) {
    try {
      if (await work(row)) done += 1
    } catch (error) {
      log.error({ error }, failed)
    }
  }
  return done
}
