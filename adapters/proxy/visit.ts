import { request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { connect as secured } from 'node:tls'
import type { Visited } from '../../core/ports/proxy.ts'
import { wayTo } from '../ssh/way.ts'
import { printHeader, printOfContainer } from './state.rule.ts'
import type { Tools } from './tools.ts'
import { askedInside } from './visit-inside.ts'

const answerWithinMs = 10_000
const everyMs = 100

export interface Visit {
  address: string
  domain: string
  secure: boolean
  path: string
  container: string
  withinMs: number
}

/** Asks the proxy by the name of the site, from the server itself, until this container answers well. */
export async function visited(tools: Tools, visit: Visit): Promise<Visited> {
  const until = performance.now() + visit.withinMs
  let way = asked
  for (;;) {
    const answer = await way(tools, visit)
    if (answer === 'no way') {
      // Where none leads from the server to its containers, the one that is to serve asks the proxy beside it.
      way = askedInside
      continue
    }
    const { status, print } = answer
    const by = print === printOfContainer(visit.container) ? visit.container : null
    const isWell = by !== null && status !== null && status < 400
    if (isWell || performance.now() + everyMs > until) return { status, by }
    tools.view.pulse()
    await pause(everyMs, undefined, { signal: tools.view.signal })
  }
}

export interface Answer {
  status: number | null
  print: string | null
}

const nothing: Answer = { status: null, print: null }

async function asked({ toPort, view }: Tools, { address, domain, secure, path }: Visit): Promise<Answer | 'no way'> {
  const line = await wayTo(toPort(address, secure ? 443 : 80), view.signal)
  if (line === 'no way') return line
  // That is what a visitor would find.
  if (line === 'refused') return nothing
  // Whose certificate it is, visitors judge: here it matters who answers.
  const channel = secure ? secured({ socket: line, servername: domain, rejectUnauthorized: false }) : line
  const signal = AbortSignal.any([view.signal, AbortSignal.timeout(answerWithinMs)])
  try {
    return await new Promise<Answer>((resolve, reject) => {
      channel.once('error', reject)
      // Without an agent: one, even `false`, would make a connection of its own.
      const asking = request({
        createConnection: () => channel,
        headers: { host: domain, connection: 'close', 'user-agent': 'Pilothouse' },
        path,
        signal,
      })
      asking.once('error', reject)
      asking.once('response', (response) => {
        const print = response.headers[printHeader.toLowerCase()]
        resolve({ status: response.statusCode ?? null, print: typeof print === 'string' ? print : null })
        response.destroy()
      })
      asking.end()
    })
  } catch {
    view.signal.throwIfAborted()
    return nothing
  } finally {
    channel.destroy()
    line.destroy()
  }
}
