const ready = /\bLOG: {2}database system is ready to accept connections/
const said = /(?:\[(\d+)\] )?(PANIC|FATAL): {2}(.*)/
const asked = /\bLOG: {2}received (?:fast|smart|immediate) shutdown request/
const noRoom = /no space left on device|disk quota exceeded/i

export interface End {
  why: string
  /** For want of room. */
  forRoom: boolean
}

/**
 * Why PostgreSQL ended, the last time that it ended by itself, as its log says it. Where it came back since, that was
 * the time before; where somebody stopped it, that was no end of its own.
 */
export function lastEnd(log: string): End | null {
  const lives: string[][] = [[]]
  for (const line of log.split('\n')) {
    if (ready.test(line)) lives.push([])
    lives.at(-1)?.push(line)
  }
  const [before = [], now = []] = lives.slice(-2)
  return lives.length === 1 ? endOf(before) : (endOf(now) ?? endOf(before))
}

function endOf(life: readonly string[]): End | null {
  const stopped = life.findIndex((line) => asked.test(line))
  const own = stopped === -1 ? life : life.slice(stopped + 1)
  const whys = own.flatMap((line) => {
    const [, pid, level, why = ''] = said.exec(line) ?? []
    return level !== undefined && (level === 'PANIC' || noRoom.test(why) || ends(pid, own)) ? [why] : []
  })
  // The first: what comes of it says less.
  const why = whys.find((one) => noRoom.test(one)) ?? whys[0]
  return why === undefined ? null : { why, forRoom: noRoom.test(why) }
}

/** Whoever is only sent away is told so in the same words: it is the server's end where one of its own processes says it. */
function ends(pid: string | undefined, life: readonly string[]): boolean {
  return pid === '1' || life.some((line) => line.includes(`startup process (PID ${pid}) `))
}
