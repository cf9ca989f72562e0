import { Fault } from '../../core/error.ts'
import type { Line } from '../ssh/line.ts'

const look = 'test -S "$1" || { echo missing; exit; }; test -w "$1" && echo usable || echo forbidden'
const lookWithinMs = 10_000

/** SSH only says that there is no way to the socket: the line, the engine, or our user? */
export async function whyCut(line: Line, error: unknown): Promise<Fault> {
  const why = error instanceof Error ? error.message : String(error)
  const { host: server, user, dockerSocket: socket } = line.address
  const transient = { transient: true }
  let state: string
  try {
    state = (await line.exec(['sh', '-c', look, 'look', socket], { deadlineMs: lookWithinMs })).output.trim()
  } catch (gone) {
    if (gone instanceof Fault && gone.transient) return gone
    return new Fault('server_unreachable', { server, why }, transient)
  }
  if (state === 'forbidden') return new Fault('engine_forbidden', { server, user, socket })
  if (state === 'missing')
    return new Fault('engine_unreachable', { server, why: `there is no ${socket}`, user, socket }, transient)
  if (/reset|hang up|aborted|premature/i.test(why)) return new Fault('connection_reset', { server }, transient)
  return new Fault('engine_unreachable', { server, why, user, socket }, transient)
}
