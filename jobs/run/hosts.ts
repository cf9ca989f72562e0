import { Fault } from '../../core/error.ts'
import type { Equipment } from '../../core/ports/equipment.ts'
import type { Address, Connection, Errand, Hosts, RemoteHost } from '../../core/ports/host.ts'
import type { Practise } from '../../core/practice/call.ts'
import type { PracticeCalls } from './practise.ts'

const connectWithinMs = 15_000

/** How a stage's time is told of what its server does. */
export interface Pace {
  pulse(): void
  pause(): void
  resume(): void
  /** Ends with the stage: whatever it still waits for is forgotten then. */
  signal: AbortSignal
}

/** The server of a job, as each of its stages has it. */
export interface StageHosts {
  of(stage: string, pace: Pace, signal: AbortSignal): Promise<RemoteHost>
  /** Until what stages left behind has ended over there: only then is it true that nothing of it runs. */
  quiet(): Promise<void>
  /** Nothing of this job runs over there any more, also of a worker that did not listen and left it behind. */
  end(): Promise<void>
  close(): Promise<void>
}

export const noHost: StageHosts = {
  of: () => Promise.reject(new Fault('unexpected', { id: 'this job has no server' })),
  quiet: () => Promise.resolve(),
  end: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

interface Whose {
  address: Address
  equipment: Equipment
  errand: Errand | null
  /** An earlier worker of this job was at work there. */
  isLeft: boolean
}

/** One connection serves all stages. It is made when the first one wants it, made anew where that failed, closed once. */
export function overOneConnection(
  { address, equipment, errand, isLeft }: Whose,
  load: () => Promise<Hosts>,
): StageHosts {
  let connecting: Promise<Connection> | null = null
  let wasThere = isLeft
  async function connect(signal?: AbortSignal): Promise<Connection> {
    const hosts = await load()
    const limits = { deadlineMs: connectWithinMs, ...(signal ? { signal } : {}) }
    const connection = await hosts.connect(address, equipment, limits, errand)
    wasThere = true
    return connection
  }
  function connected(signal?: AbortSignal): Promise<Connection> {
    if (!connecting) {
      const made = connect(signal)
      connecting = made
      made.catch(() => {
        connecting = null
      })
    }
    return connecting
  }
  return {
    of: async (_stage, pace, signal) => (await connected(signal)).host(pace),
    async quiet() {
      const connection = await connecting?.catch(() => null)
      await connection?.quiet()
    },
    async end() {
      if (wasThere && errand) await (await connected()).end()
    },
    async close() {
      // A connection that failed said so in its stage; there is nothing to close then.
      const connection = await connecting?.catch(() => null)
      await connection?.close()
    },
  }
}

/** A practice server: each call is answered where the store is. */
export function overCalls(
  calls: PracticeCalls,
  hostOf: (stage: string, practise: Practise, signal: AbortSignal) => RemoteHost,
): StageHosts {
  return {
    of(stage, pace) {
      const practise: Practise = (of, call, given, signal) => calls.ask({ stage: of, call, given }, signal, pace)
      return Promise.resolve(hostOf(stage, practise, pace.signal))
    },
    // What was given up there had done nothing.
    quiet: () => Promise.resolve(),
    end: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
