import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { Fault } from '../../core/error.ts'
import type { Probe } from '../../core/ports/containers.ts'
import { rest } from '../remote/reason.ts'
import { wayTo } from '../ssh/way.ts'
import { bounded } from './bounded.ts'
import type { Dock } from './dock.ts'
import { execIn } from './exec.ts'
import { gone, inspect, inspectEnded, outOfMemory } from './inspect.ts'
import { logOf } from './log.ts'
import type { Inspected } from './shapes.ts'

const restMs = { least: 50, most: 1000 }
const answerWithinMs = 10_000
const lastLines = 20
const stopped: readonly number[] = [0, 137, 143]

/** Asked again until it answers 200. Whatever ends the container ends the asking, with what it said last. */
export async function probed(dock: Dock, name: string, probe: Probe): Promise<{ status: number | null }> {
  const began = performance.now()
  const until = began + probe.withinMs
  const ways = [overTheLine, fromInside]
  let status: number | null = null
  let restarts: number | null = null
  for (;;) {
    const found = await inspect(dock, name)
    if (!found) throw gone(dock, name)
    restarts ??= found.restarts
    if (found.state !== 'running' || found.restarts > restarts) throw await whyEnded(dock, name, found)
    const leftMs = Math.ceil(Math.max(100, Math.min(answerWithinMs, until - performance.now())))
    const [way = fromInside] = ways
    const answer = await way(dock, found, probe, leftMs)
    // Where no way leads from the server to its containers, the container asks itself.
    if (answer === 'no way' && ways.length > 1) ways.shift()
    else status = answer === 'no way' ? null : answer
    const pauseMs = restAfter(performance.now() - began)
    if (status === 200 || performance.now() + pauseMs > until) return { status }
    await rest(pauseMs, dock.view.signal)
  }
}

/** Whoever took long may take long: nobody waits for more than a tenth on top. */
function restAfter(waitedMs: number): number {
  return Math.max(restMs.least, Math.min(waitedMs / 10, restMs.most))
}

type Way = (dock: Dock, found: Inspected, probe: Probe, withinMs: number) => Promise<number | null | 'no way'>

const overTheLine: Way = async (dock, found, { port, path }, withinMs) => {
  const [address] = Object.values(found.addresses)
  if (address === undefined) return 'no way'
  const channel = await wayTo(dock.line.toPort(address, port), dock.view.signal)
  if (channel === 'no way') return channel
  // Nobody listens there yet.
  if (channel === 'refused') return null
  const { signal, over } = bounded(dock.view.signal, withinMs, `ask ${found.name}`)
  try {
    return await answered(channel, { host: address, port, path, signal })
  } catch (error) {
    if (dock.view.signal.aborted) throw await dock.explained(error)
    return null
  } finally {
    over()
    channel.destroy()
  }
}

function answered(channel: Duplex, asked: { host: string; port: number; path: string; signal: AbortSignal }) {
  return new Promise<number | null>((resolve, reject) => {
    const asking = request({ createConnection: () => channel, ...asked })
    asking.once('response', (response) => {
      resolve(response.statusCode ?? null)
      response.destroy()
    })
    asking.once('error', reject)
    asking.end()
  })
}

const python =
  'import sys,urllib.request as u,urllib.error as e\ntry: print(u.urlopen(sys.argv[1],timeout=float(sys.argv[2])).status)\nexcept e.HTTPError as x: print(x.code)'
const script = `if command -v curl >/dev/null; then curl -s -o /dev/null -m "$2" -w '%{http_code}' "$1"; elif command -v python3 >/dev/null; then python3 -c "$3" "$1" "$2"; elif command -v wget >/dev/null; then wget -S -O /dev/null -T "$2" "$1" 2>&1 | sed -n 's/^ *HTTP[^ ]* \\([0-9]*\\).*/\\1/p' | tail -1; fi 2>/dev/null; true`

const fromInside: Way = async (dock, { name }, { port, path }, withinMs) => {
  const seconds = String(Math.max(1, Math.ceil(withinMs / 1000)))
  const command = ['sh', '-c', script, 'ask', `http://127.0.0.1:${port}${path}`, seconds, python]
  const { log } = await execIn(dock, name, { command })
  return Number(/\b[1-5]\d\d\b/.exec(log)?.[0] ?? 0) || null
}

async function whyEnded(dock: Dock, name: string, before: Inspected): Promise<Fault> {
  const found = (await inspectEnded(dock, before.id)) ?? before
  if (found.oomKilled) return outOfMemory(name, found)
  const last = (await logOf(dock, name, lastLines)).trimEnd().split('\n').slice(-lastLines).join('\n')
  const facts = { what: name, code: String(found.exitCode), why: found.error || last || 'it said nothing' }
  // It did not end by itself: an engine that restarts ends its containers, and starts them again.
  return new Fault('container_failed', facts, { transient: stopped.includes(found.exitCode) })
}
