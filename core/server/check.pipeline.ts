import { connecting } from '../pipeline/connecting.ts'
import type { Pipeline, Work } from '../pipeline/stage.ts'
import type { Container, Engine } from '../ports/containers.ts'
import type { RemoteHost } from '../ports/host.ts'
import { type Facts, parsedFacts, probe } from './facts.ts'
import { findings } from './findings.rule.ts'
import type { ServerReading } from './server.ts'
import { defaultSocket } from './socket.ts'

export interface Check {
  /** Where things lie there, or would. */
  base: string
  /** Below which settings may name folders. */
  hostRoot: string | null
  /** What it must be able to resolve. */
  names: readonly string[]
}

/** Looks at a server over one connection: what it is, and whether its engine answers us. */
export const serverCheckPipeline: Pipeline<Check> = {
  name: 'server.check',
  looks: true,
  stages: [
    connecting({ deadlineMs: 20_000, to: placeOf }),
    {
      id: 'looking',
      title: 'Looking around',
      description: 'Asking the system and the engine what they are',
      needs: ['connecting'],
      deadlineMs: 30_000,
      expectedMs: 1500,
      run: look,
    },
  ],
}

function placeOf({ address }: Work<Check>): string {
  return address ? `${address.host}:${address.port}` : 'the server'
}

async function look(work: Work<Check>): Promise<void> {
  const host = await work.host()
  const socket = work.address?.dockerSocket ?? defaultSocket
  const [looked, engine] = await Promise.all([factsOf(host, { socket, ...work.input }, work.signal), engineOf(host)])
  const { user: _user, clock: _clock, socket: _state, client: _client, ground: _ground, ...facts } = looked.facts
  const reading: ServerReading = {
    ...facts,
    docker: engine.engine?.version ?? null,
    containers: engine.containers.length,
    findings: findings(looked.facts, engine, { socket, now: looked.now }),
  }
  for (const finding of reading.findings) {
    work.say(
      finding.severity === 'good' ? 'info' : 'warning',
      finding.remedy ? `${finding.what}. ${finding.remedy}` : finding.what,
    )
  }
  work.result(reading)
  const wrong = reading.findings.filter((finding) => finding.severity !== 'good').length
  work.say(
    'info',
    `${facts.system}, ${engine.containers.length} containers, ${wrong === 0 ? 'nothing is missing' : `${wrong} to look at`}`,
  )
}

/** Our own time is taken when the answer is there: what is left of a difference is the other clock's. */
async function factsOf(
  host: RemoteHost,
  { socket, base, hostRoot, names }: Check & { socket: string },
  signal: AbortSignal,
): Promise<{ facts: Facts; now: number }> {
  const ran = await host.run(probe(socket, base, hostRoot, names), { deadlineMs: 15_000, signal })
  return { facts: parsedFacts(ran.output), now: Date.now() }
}

export interface Seen {
  engine: Engine | null
  containers: Container[]
  failure: string | null
}

async function engineOf(host: RemoteHost): Promise<Seen> {
  try {
    const [engine, all] = await Promise.all([host.containers.engine(), host.containers.list()])
    return { engine, containers: all.filter(({ state }) => state === 'running'), failure: null }
  } catch (error) {
    // An engine that does not answer is a finding and not the end of the look.
    return { engine: null, containers: [], failure: error instanceof Error ? error.message : String(error) }
  }
}
