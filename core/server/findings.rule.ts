import type { Seen } from './check.pipeline.ts'
import type { Facts } from './facts.ts'
import { groundFindings } from './ground.rule.ts'
import type { Finding } from './server.ts'

const memoryLowMb = 1024
const memoryOutMb = 256
const diskLowMb = 10 * 1024
const diskOutMb = 5 * 1024
const clockOffMs = 30_000
/** Docker 20.10 speaks it; below that the engine lacks what deploys need. */
const oldestApi = [1, 41] as const

/** Where the look was made: what a remedy names. */
export interface Looked {
  socket: string
  /** Our own time at that moment. */
  now: number
}

/** What a look at a server tells: each thing that is not right comes with what to do. */
export function findings(facts: Facts, seen: Seen, looked: Looked): Finding[] {
  return [
    engineFinding(facts, seen, looked),
    memoryFinding(facts),
    diskFinding(facts),
    loadFinding(facts),
    ...clockFinding(facts, looked),
    ...groundFindings(facts.ground, facts.user),
  ].sort(worstFirst)
}

function engineFinding(facts: Facts, { engine, failure }: Seen, { socket }: Looked): Finding {
  if (!engine) return engineMissing(facts, failure, socket)
  const { version, apiVersion, architecture } = engine
  if (!isOld(apiVersion)) return good(`Docker ${version} answers (API ${apiVersion}, ${architecture})`)
  return {
    severity: 'bad',
    what: `Docker ${version} is too old (API ${apiVersion})`,
    remedy: `Install Docker 20.10 or newer there (API ${oldestApi.join('.')})`,
  }
}

/** Not there, not ours, and not running look the same from outside, and need different things. */
function engineMissing({ socket: state, client, user }: Facts, failure: string | null, socket: string): Finding {
  if (state === 'refused') {
    return {
      severity: 'bad',
      what: `The user ${user} may not use ${socket}`,
      remedy: `Let it, as root: \`usermod -aG docker ${user}\`; it holds from the next login on`,
    }
  }
  if (state === 'missing' && !client) {
    return {
      severity: 'bad',
      what: 'Docker is not installed',
      remedy: 'Install it, as root: `apt-get install docker.io`, or as https://docs.docker.com/engine/install says',
    }
  }
  if (state === 'missing') {
    return {
      severity: 'bad',
      what: `Docker is installed, and there is no ${socket}`,
      remedy: 'Start it, as root: `systemctl enable --now docker`; or tell me its socket with `server configure`',
    }
  }
  return {
    severity: 'bad',
    what: `The Docker engine does not answer: ${failure ?? 'no reason given'}`,
    // sshd takes what forbids ports for sockets too.
    remedy:
      'Restart it, as root: `systemctl restart docker`; and see that sshd leads me to its socket: `AllowStreamLocalForwarding yes`, `AllowTcpForwarding local` and no `PermitOpen`',
  }
}

function isOld(apiVersion: string): boolean {
  const [major = 0, minor = 0] = apiVersion.split('.').map((part) => Number.parseInt(part, 10) || 0)
  return major < oldestApi[0] || (major === oldestApi[0] && minor < oldestApi[1])
}

function memoryFinding({ memoryMb, memoryFreeMb }: Facts): Finding {
  if (memoryFreeMb >= memoryLowMb) return good(`${memoryFreeMb} of ${memoryMb} MB memory free`)
  return {
    severity: memoryFreeMb < memoryOutMb ? 'bad' : 'warning',
    what: `Only ${memoryFreeMb} of ${memoryMb} MB memory free`,
    remedy: 'Stop what is not needed there, or take a larger server',
  }
}

function diskFinding({ diskMb, diskFreeMb }: Facts): Finding {
  if (diskFreeMb >= diskLowMb) return good(`${gigabytes(diskFreeMb)} of ${gigabytes(diskMb)} GB disk free`)
  return {
    severity: diskFreeMb < diskOutMb ? 'bad' : 'warning',
    what: `Only ${diskFreeMb} of ${diskMb} MB disk free`,
    remedy: 'Remove old images and logs there, with `docker image prune -a`, or take a larger disk',
  }
}

function gigabytes(megabytes: number): number {
  return Math.round(megabytes / 1024)
}

function loadFinding({ load, cores }: Facts): Finding {
  const [, five] = load
  if (five <= cores * 2) return good(`Load ${load.join(' ')} on ${cores} cores`)
  return {
    severity: 'warning',
    what: `Load ${load.join(' ')} on ${cores} cores`,
    remedy: 'See what keeps it busy before you deploy there',
  }
}

/** Certificates, sessions and one-time links go wrong where a clock does. */
function clockFinding({ clock }: Facts, { now }: Looked): Finding[] {
  if (clock === null) return []
  const off = Math.abs(clock - now)
  if (off <= clockOffMs) return [good('Its clock is right')]
  return [
    {
      severity: 'warning',
      what: `Its clock is ${Math.round(off / 1000)} s ${clock > now ? 'ahead' : 'behind'}`,
      remedy: 'Set it, as root: `timedatectl set-ntp true`',
    },
  ]
}

function good(what: string): Finding {
  return { severity: 'good', what, remedy: null }
}

const order: Record<Finding['severity'], number> = { bad: 0, warning: 1, good: 2 }

function worstFirst(one: Finding, other: Finding): number {
  return order[one.severity] - order[other.severity]
}
