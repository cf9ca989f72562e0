import type { Agent, IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { type Duplex, PassThrough, type Readable, type Writable } from 'node:stream'
import { Fault } from '../../core/error.ts'
import type { Equipment } from '../../core/ports/equipment.ts'
import type { View } from '../../core/ports/host.ts'
import { whyEnded } from '../remote/reason.ts'
import type { Line } from '../ssh/line.ts'
import { engineAgents } from './agent.ts'
import { bounded } from './bounded.ts'
import { type Answer, addressed, answerWithinMs, type Call, sent } from './call.ts'
import { type Place, refusal } from './refusal.rule.ts'
import { messageIn } from './shapes.ts'
import { whyCut } from './why-cut.ts'

/** The engine of one server, as whoever calls sees it. */
export interface Dock {
  line: Line
  equipment: Equipment
  view: View
  place: Place
  ask(call: Call): Promise<Answer>
  /** An answer that goes on; it ends with the view, and whoever reads it sees a cut line as an error. */
  stream(call: Call): Promise<IncomingMessage>
  /** Both ways, raw. */
  hijack(call: Call): Promise<Hijacked>
  /** What somebody who read a stream met, in our words. */
  explained(error: unknown): Promise<Error>
  watchedBy(view: View): Dock
  /** What must be done though the view has ended; nobody leaves before it is. */
  afterwards<Result>(act: (dock: Dock) => Promise<Result>): Promise<Result>
}

export interface Hijacked {
  input: Writable
  /** Ends where the other end did, with an error where the view or the line did, and by `leave` at once. */
  output: Readable
  leave(): void
}

export interface Docks {
  dock(view: View): Dock
  /** Until what was given up is gone over there. */
  quiet(): Promise<void>
  close(): void
}

const afterwardsMs = 30_000

export function openDocks(line: Line, equipment: Equipment): Docks {
  const agents = engineAgents(line)
  const { host, user, dockerSocket } = line.address
  const place = { server: host, user, socket: dockerSocket }
  const endings = new Set<Promise<unknown>>()

  function dock(view: View): Dock {
    const explained = async (error: unknown): Promise<Error> => {
      if (error instanceof Fault) return error
      return view.signal.aborted ? whyEnded(view.signal) : whyCut(line, error)
    }
    async function opened(agent: Agent, call: Call, withinMs: number | undefined) {
      const bounds = bounded(view.signal, withinMs, call.about.what)
      try {
        const got = await begin(agent, call, bounds.signal)
        view.pulse()
        return { ...got, bounds }
      } catch (error) {
        bounds.over()
        throw bounds.signal.aborted ? whyEnded(bounds.signal) : await explained(error)
      }
    }
    async function whole(response: IncomingMessage, bounds: ReturnType<typeof bounded>): Promise<string> {
      try {
        return await textOf(response)
      } catch (error) {
        throw bounds.signal.aborted ? whyEnded(bounds.signal) : await explained(error)
      } finally {
        bounds.over()
      }
    }
    async function accepted(call: Call, { response, bounds }: Awaited<ReturnType<typeof opened>>): Promise<void> {
      const status = response.statusCode ?? 0
      if (status < 400) return
      throw refusal(status, messageIn(await whole(response, bounds)), call.about, place)
    }
    return {
      line,
      equipment,
      view,
      place,
      explained,
      async ask(call) {
        const got = await opened(agents.calls, call, call.withinMs ?? answerWithinMs)
        const status = got.response.statusCode ?? 0
        const text = await whole(got.response, got.bounds)
        if (status < 400) return { status, body: jsonOf(text) }
        if (call.fine?.includes(status)) return { status, body: messageIn(text) }
        throw refusal(status, messageIn(text), call.about, place)
      },
      async stream(call) {
        const got = await opened(agents.streams, call, call.withinMs)
        await accepted(call, got)
        got.response.once('close', got.bounds.over)
        return got.response
      },
      async hijack(call) {
        const headers = { ...call.headers, Connection: 'Upgrade', Upgrade: 'tcp' }
        const got = await opened(agents.streams, { ...call, headers }, call.withinMs)
        if (!got.raw) {
          await accepted(call, got)
          got.bounds.over()
          got.response.destroy()
          throw new Fault('engine_refused', { ...place, what: call.about.what, why: 'it did not switch protocols' })
        }
        return hijacked(got.raw, got.bounds)
      },
      watchedBy: dock,
      async afterwards(act) {
        const acting = act(dock({ signal: AbortSignal.timeout(afterwardsMs), pulse: () => view.pulse() }))
        endings.add(acting)
        try {
          return await acting
        } finally {
          endings.delete(acting)
        }
      },
    }
  }

  return {
    dock,
    async quiet() {
      await Promise.allSettled(endings)
    },
    close: () => agents.close(),
  }
}

interface Begun {
  response: IncomingMessage
  raw: { channel: Duplex; head: Buffer } | null
}

/** A kept channel may have been closed at the other end while nobody looked: then once more, over a new one. */
async function begin(agent: Agent, call: Call, signal: AbortSignal): Promise<Begun> {
  for (;;) {
    const attempt = { reused: false }
    try {
      return await once(agent, call, signal, attempt)
    } catch (error) {
      if (!attempt.reused || signal.aborted) throw error
    }
  }
}

function once(agent: Agent, call: Call, signal: AbortSignal, attempt: { reused: boolean }): Promise<Begun> {
  const body = sent(call)
  return new Promise((resolve, reject) => {
    const asking = request({
      agent,
      signal,
      host: 'engine',
      method: call.method,
      path: addressed(call),
      headers: {
        ...call.headers,
        ...(body ? { 'Content-Type': body.kind, 'Content-Length': body.content.length } : {}),
      },
    })
    // One that waits for its turn would hear of it only when that comes.
    signal.addEventListener('abort', () => reject(whyEnded(signal)), { once: true })
    asking.once('error', (error) => {
      attempt.reused = asking.reusedSocket
      reject(error)
    })
    asking.once('response', (response) => resolve({ response, raw: null }))
    asking.once('upgrade', (response, channel, head) => resolve({ response, raw: { channel, head } }))
    asking.end(body?.content)
  })
}

/**
 * A channel that was given up may wait for its other end for ever, so nobody reads from it directly: what reads ends
 * at once.
 */
function hijacked(
  { channel, head }: NonNullable<Begun['raw']>,
  { signal, over }: ReturnType<typeof bounded>,
): Hijacked {
  const output = new PassThrough()
  if (head.length > 0) output.write(head)
  channel.pipe(output)
  const cut = () => {
    output.destroy(whyEnded(signal))
    channel.destroy()
  }
  if (signal.aborted) cut()
  else signal.addEventListener('abort', cut, { once: true })
  channel.once('error', (error) => output.destroy(error))
  // A line that drops closes it without an end.
  channel.once('close', () => {
    if (!channel.readableEnded) output.destroy(new Error('the channel was closed before its end: premature'))
  })
  output.once('close', () => {
    signal.removeEventListener('abort', cut)
    over()
  })
  return {
    input: channel,
    output,
    leave() {
      channel.unpipe(output)
      output.end()
      channel.destroy()
    },
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(Buffer.from(chunk as Buffer))
  return Buffer.concat(chunks).toString('utf8')
}

function jsonOf(text: string): unknown {
  return text.trim() === '' ? null : JSON.parse(text)
}
