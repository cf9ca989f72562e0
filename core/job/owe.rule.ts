/** Beyond that it is for people to see what became of the server. */
const atMostMs = 24 * 3_600_000
const restMs = { least: 2000, most: 60_000 }

/** How long until it is tried again to bring back what is owed since then; null where that was tried long enough. */
export function nextTry(since: number, now: number): number | null {
  const waited = Math.max(0, now - since)
  return waited >= atMostMs ? null : Math.min(restMs.most, Math.max(restMs.least, waited / 10))
}
