import type { Labels } from '../ports/containers.ts'
import { labelNames } from './names.rule.ts'

/** Something that lies on a server: by its name or path, with its labels where it can have some. */
export interface Found {
  kind: 'container' | 'volume' | 'network' | 'image' | 'folder'
  name: string
  labels: Labels
}

/** What the store knows of a server. */
export interface Known {
  base: string
  prefix: string
  /** With the releases that are kept of each. */
  instances: readonly { id: string; releases: readonly string[] }[]
}

/** Whether it looks like ours at all: others' things are not ours to explain. */
export function isOurs({ kind, name, labels }: Found, { base, prefix }: Known): boolean {
  if (labels[labelNames.instance] !== undefined) return true
  if (kind === 'folder') return name.startsWith(`${base}/`)
  return name.startsWith(`${prefix}_`) || name.startsWith(`${prefix}/`)
}

/** Ours that nothing explains: no instance of this server has it, or the release that it belongs to is gone. */
export function unexplained(found: readonly Found[], known: Known): Found[] {
  return found.filter((one) => isOurs(one, known) && explanation(one, known) === null)
}

/** Why it is there, in a word; null where nobody knows. */
export function explanation({ kind, name, labels }: Found, { base, instances }: Known): string | null {
  const path = kind === 'folder' ? name.slice(base.length + 1).split('/') : []
  // What instances share there, among it our own notes.
  if (path[0] !== undefined && shared.includes(path[0])) return path[0]
  const instance = instances.find(({ id }) => labels[labelNames.instance] === id || path[0] === id)
  if (!instance) return labels[labelNames.instance] === undefined && kind !== 'folder' ? sharedName(name) : null
  if (kind === 'folder' && path[1] === 'releases' && path[2] !== undefined)
    return instance.releases.includes(path[2]) ? `release ${path[2]}` : null
  const release = labels[labelNames.release]
  // Database, pool, network and volume outlive the release that made them.
  const ofRelease = kind === 'container' && release !== undefined && name.endsWith(`_${release}`)
  if (ofRelease && !instance.releases.includes(release)) return null
  return `instance ${instance.id}`
}

const shared: readonly string[] = ['repositories', 'proxy', 'templates', 'runs', '.pilothouse', 'nginx', 'traefik']

function sharedName(name: string): string | null {
  return /(?:^|[_/-])(?:template|odoo:|proxy|nginx|traefik)/.test(name) ? 'shared' : null
}
