/** When a tick's turn comes: every so often, or once a day, at this hour of UTC. */
export type Turns = { everyMs: number } | { dailyAtHour: number }

/** What was missed while nobody was here: done late, once, or left to the next turn. */
export type Missed = 'catch_up' | 'skip'

export type Due = { what: 'wait' } | { what: 'run' | 'skip'; turn: number }

const dayMs = 24 * 3_600_000
const hourMs = 3_600_000
/** So late it is still in time: the clock itself looks only every few seconds. */
const inTimeMs = 60_000

/** `stored`: the turn that was run last; null before the first one. */
export function due(turns: Turns, missed: Missed, stored: number | null, now: number): Due {
  const last = believed(turns, stored, now)
  const turn = lastTurn(turns, last, now)
  if (last !== null && turn <= last) return { what: 'wait' }
  // Nobody missed what came before we were there at all: a day's turn waits for its hour.
  if (last === null && 'dailyAtHour' in turns) return { what: 'skip', turn }
  return { what: missed === 'skip' && now - turn > inTimeMs ? 'skip' : 'run', turn }
}

/** A clock that was wrong left a turn far ahead: once it is put right, nobody waits for that. */
function believed(turns: Turns, last: number | null, now: number): number | null {
  const lengthMs = 'everyMs' in turns ? turns.everyMs : dayMs
  return last !== null && last - now > lengthMs ? null : last
}

/** The newest turn that has come. Turns that follow each other count from the last one, so that they do not drift. */
function lastTurn(turns: Turns, last: number | null, now: number): number {
  if ('everyMs' in turns) return last === null ? now : now - ((now - last) % turns.everyMs)
  const today = Math.floor(now / dayMs) * dayMs + turns.dailyAtHour * hourMs
  return today <= now ? today : today - dayMs
}
