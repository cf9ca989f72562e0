import type { Seen } from './check.pipeline.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './server.ts'

const leastMemoryMb = 1024
const leastDiskMb = 5 * 1024

/** What a look at a server tells: each thing that is not right comes with what to do. */
export function findings(facts: Facts, seen: Seen): Finding[] {
  return [engineFinding(seen), memoryFinding(facts), diskFinding(facts), loadFinding(facts)].sort(worstFirst)
}

function engineFinding({ engine, failure }: Seen): Finding {
  if (engine) return good(`Docker ${engine.version} answers (API ${engine.apiVersion}, ${engine.architecture})`)
  return {
    severity: 'bad',
    what: `The Docker engine does not answer: ${failure ?? 'no reason given'}`,
    remedy: 'Install and start Docker there, and let this user use its socket: `usermod -aG docker <user>`',
  }
}

function memoryFinding({ memoryMb, memoryFreeMb }: Facts): Finding {
  if (memoryFreeMb >= leastMemoryMb) return good(`${memoryFreeMb} of ${memoryMb} MB memory free`)
  return {
    severity: 'warning',
    what: `Only ${memoryFreeMb} of ${memoryMb} MB memory free`,
    remedy: 'Stop what is not needed there, or take a larger server',
  }
}

function diskFinding({ diskMb, diskFreeMb }: Facts): Finding {
  if (diskFreeMb >= leastDiskMb)
    return good(`${Math.round(diskFreeMb / 1024)} of ${Math.round(diskMb / 1024)} GB disk free`)
  return {
    severity: 'bad',
    what: `Only ${diskFreeMb} of ${diskMb} MB disk free`,
    remedy: 'Remove old images and logs there, or take a larger disk',
  }
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

function good(what: string): Finding {
  return { severity: 'good', what, remedy: null }
}

const order: Record<Finding['severity'], number> = { bad: 0, warning: 1, good: 2 }

function worstFirst(one: Finding, other: Finding): number {
  return order[one.severity] - order[other.severity]
}
