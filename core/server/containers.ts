import type { Line, Table } from '../card/card.ts'
import { releaseNamed, waits } from '../deployment/names.rule.ts'
import { instancePath } from '../instance/instance.card.ts'
import type { Asking } from '../operation/asking.ts'
import type { Container } from '../ports/containers.ts'
import { isOurs, labelNames } from '../ports/labels.ts'
import { instanceCandidates } from '../reference/find.ts'
import { isPractice } from './practice.rule.ts'
import { reached } from './reach.ts'
import type { Server } from './server.ts'

/** Somebody waits for the answer: a server that is slow is told of without it. */
const lookMs = 4000

export interface Ours {
  name: string
  state: string
  /** Null where this person may not know of it. */
  instance: string | null
  release: string | null
  /** For the next release of its instance: it is of none yet. */
  waits: boolean
  job: number | null
}

export type Looked = { containers: Ours[]; failure: null } | { containers: null; failure: string | null }

/** The containers that carry our labels, as they are at this moment. */
export async function containersOf(asking: Asking, server: Server): Promise<Looked> {
  if (isPractice(server) || server.trust !== 'trusted') return { containers: null, failure: null }
  try {
    const view = { signal: AbortSignal.timeout(lookMs), pulse: () => {} }
    const found = await (await reached(asking.house, server, view)).containers.list()
    return { containers: await named(asking, found), failure: null }
  } catch (error) {
    return { containers: null, failure: error instanceof Error ? error.message : String(error) }
  }
}

async function named(asking: Asking, found: readonly Container[]): Promise<Ours[]> {
  const ours = found.filter(({ labels }) => isOurs(labels))
  const jobIds = ours.flatMap(({ labels }) => labels[labelNames.job] ?? [])
  const [instances, jobs] = await Promise.all([
    instanceCandidates(asking),
    asking.reading.job.pick(['id', 'number'], { id: { in: [...new Set(jobIds)] } }),
  ])
  const paths = new Map(instances.map((one) => [one.instance.id, instancePath(one)]))
  const numbers = new Map(jobs.map(({ id, number }) => [id, number]))
  return ours
    .map(({ name, state, labels }) => ({
      name,
      state,
      instance: paths.get(labels[labelNames.instance] ?? '') ?? null,
      // It may have waited for another one than that which made it.
      release: waits({ name, labels }) ? null : (releaseNamed(name, labels) ?? labels[labelNames.release] ?? null),
      waits: waits({ name, labels }),
      job: numbers.get(labels[labelNames.job] ?? '') ?? null,
    }))
    .sort((one, other) => `${one.instance} ${one.name}`.localeCompare(`${other.instance} ${other.name}`))
}

export function containersTable({ containers }: Looked): Table | null {
  if (containers === null) return null
  return {
    columns: ['Container', 'Of', 'State', 'Release', 'Made by'],
    rows: containers.map(({ name, instance, state, release, job, waits }) => [
      short(name),
      instance ?? (release === null && !waits ? 'the server' : 'another project'),
      waits ? 'waits for the next release' : state,
      release ?? '–',
      job === null ? '–' : `#${job}`,
    ]),
    empty: 'No container of ours runs or stands there',
  }
}

export function failureLine({ failure }: Looked): Line[] {
  return failure === null ? [] : [{ tone: 'warning', text: `Its containers could not be asked for: ${failure}` }]
}

/** The id of the instance stands before most names, and its own column says whose it is. */
function short(name: string): string {
  return name.replace(/^[0-9a-f-]{36}_/, '')
}
