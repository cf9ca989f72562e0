const hourMs = 3_600_000
const mostHours = 24
/** The clock asks every hour, and a try ends a little after it was begun. */
const slackMs = hourMs / 2

/**
 * Whether it is time for another try, after these that failed in a row (when they ended, the newest first). The first
 * ones follow each other within hours: mostly a name just does not lead here yet. Later ones come once a day: each is
 * told to people, and counts with whoever gives certificates.
 */
export function isTimeAgain(failed: readonly number[], now: number): boolean {
  const [last] = failed
  if (last === undefined) return true
  const hours = Math.min(2 ** (failed.length - 1), mostHours)
  return now - last >= hours * hourMs - slackMs
}
