import { namesOf, odooName } from '../../../core/deployment/names.rule.ts'
import type { Labels } from '../../../core/ports/containers.ts'
import { labelNames, partLabel, spareLabel } from '../../../core/ports/labels.ts'

/** Something that lies on a server: by its name or path, with its labels where it can have some. */
export interface Found {
  kind: 'container' | 'volume' | 'network' | 'image' | 'folder'
  name: string
  labels: Labels
}

/** What the store knows of a server. */
export interface Known {
  base: string
  /** Digests of the images that its releases stand upon. */
  images: readonly string[]
  instances: readonly KnownInstance[]
}

interface KnownInstance {
  id: string
  /** Those that ran and are kept. */
  releases: readonly string[]
  /** Those whose deploy failed: a retry goes on with their folder, and none of them has a container. */
  tried: readonly string[]
}

/** Of these nothing says why they are there. */
export function unexplained(found: readonly Found[], known: Known): Found[] {
  const waited = new Set(found.flatMap(({ labels }) => labels[spareLabel] ?? []))
  return found.filter((one) => explanation(one, known, waited) === null)
}

/** Why it is there, in a word; null where nobody knows. */
export function explanation(found: Found, known: Known, waited: ReadonlySet<string> = new Set()): string | null {
  const { kind, name, labels } = found
  if (kind === 'folder') return folderExplained(name, known, waited)
  // What was done as root is over, and takes its container with it.
  if (labels[partLabel] !== undefined) return labels[partLabel] === 'root' ? null : labels[partLabel]
  if (kind === 'image' && known.images.some((digest) => name.endsWith(`@${digest}`))) return 'image of a release'
  const instance = known.instances.find(({ id }) => labels[labelNames.instance] === id)
  if (!instance) return null
  const names: Partial<Record<Found['kind'], boolean>> = {
    container: standing(instance).includes(name),
    network: name.endsWith(`_net_${instance.id}`),
    // An image may ask for one, which has no name.
    volume: name.endsWith(`_pgdata_${instance.id}`) || /^[0-9a-f]{64}$/.test(name),
  }
  return (names[kind] ?? true) ? `instance ${instance.id}` : null
}

/** Which containers an instance has while no job runs; what stocks a template may still be at it. */
function standing({ id, releases }: KnownInstance): string[] {
  const { database, bouncer, stock, spare } = namesOf({ id: '', instance: { id }, server: { prefix: '', base: '' } })
  return [database, bouncer, stock, spare, ...releases.map((release) => odooName(id, release))]
}

function folderExplained(path: string, { base, instances }: Known, waited: ReadonlySet<string>): string | null {
  const [top = '', part, name] = path.slice(base.length + 1).split('/')
  // What instances share there, among it our own notes.
  if (shared.includes(top)) return top
  const instance = instances.find(({ id }) => id === top)
  if (!instance || halfDone.test(path)) return null
  if (part !== 'releases' || name === undefined) return `instance ${instance.id}`
  if (waited.has(name)) return 'Odoo that waits, or did'
  return [...instance.releases, ...instance.tried].includes(name) ? `release ${name}` : null
}

/** Where something was broken off in the middle of writing, or of copying. */
const halfDone = /\/(?:copying|\.part[^/]*|[^/]+\.(?:part|new))$/

const shared: readonly string[] = ['repositories', 'proxy', 'templates', '.pilothouse']
