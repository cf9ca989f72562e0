import { sharesOf } from '../instance/share.rule.ts'
import { processesOf } from './conf.rule.ts'
import type { Release, Way } from './release.ts'

/** What decides how a release gets there. */
export interface WayFacts {
  /** Something serves already. */
  serves: boolean
  /** Installed modules whose own files are other ones now. */
  changed: readonly string[]
  /** Those that an update would bring to the new code, with what depends on them. */
  update: readonly string[]
  /** The person said so: code alone. */
  codeAlone: boolean
  /** Odoo itself is another build. */
  rebuilt: boolean
  restores: boolean
  memory: Memory
}

export interface Memory {
  /** Null where nobody has looked. */
  freeMb: number | null
  /** What a second Odoo takes while both stand. */
  wantsMb: number
}

/** How it gets there, and why so, in words that stand in the plan. */
export function wayOf(facts: WayFacts): { way: Way; why: string } {
  if (!facts.serves) return { way: 'first', why: 'First deploy: nothing serves yet' }
  if (facts.restores) return { way: 'update', why: 'Maintenance page, because the database goes back too' }
  if (!facts.codeAlone && facts.update.length > 0) return { way: 'update', why: `With an update, ${updateWhy(facts)}` }
  const { freeMb, wantsMb } = facts.memory
  const code = `Code only, ${codeWhy(facts)}`
  if (freeMb === null || freeMb >= wantsMb) return { way: 'beside', why: code }
  return {
    way: 'instead',
    why: `${code}; the old one stops first, because memory does not hold two: ${freeMb} MB are free, a second Odoo takes about ${wantsMb} MB`,
  }
}

function updateWhy({ rebuilt, changed, update }: WayFacts): string {
  const own = changed.length > 0 ? `files of ${few(changed)} changed` : null
  const depending = update.filter((name) => !changed.includes(name) && name !== 'base')
  const along =
    depending.length > 0 ? ` (${few(depending)} ${depending.length === 1 ? 'depends' : 'depend'} on that)` : ''
  const image = rebuilt ? 'Odoo’s image is another one' : null
  return `because ${[image, own].filter((one) => one !== null).join(' and ') || 'modules changed'}${along}`
}

function codeWhy({ codeAlone, update }: WayFacts): string {
  if (update.length === 0) return 'because no installed module’s files changed'
  return codeAlone ? `because it was said so: ${few(update)} ${update.length === 1 ? 'is' : 'are'} not updated` : ''
}

const mostNames = 8

function few(names: readonly string[]): string {
  if (names.length <= mostNames) return names.join(', ')
  return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`
}

const bareMb = 200
const eachMb = 100

/** Odoo at its start, by its processes; it never gets more than its share. */
export function wantsMb(release: Pick<Release, 'size' | 'settings' | 'variables'>): number {
  const { workers, cronThreads } = processesOf(release)
  return Math.min(sharesOf(release.size).odoo.memoryMb, bareMb + eachMb * (workers + cronThreads))
}
