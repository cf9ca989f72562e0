import { type ErrorCode, Fault } from '../../core/error.ts'
import type { About } from './call.ts'
import { readReference } from './reference.rule.ts'

export interface Place {
  server: string
  user: string
  socket: string
}

type Facts = Record<string, string>

interface Known {
  signs: RegExp
  code: ErrorCode
  transient?: true
  facts?(found: RegExpExecArray, place: Place): Facts
}

/** What the engine says when something is in the way; the first that fits counts. */
const known: readonly Known[] = [
  { signs: /no space left on device|disk quota exceeded/i, code: 'disk_full' },
  {
    signs: /port is already allocated|address already in use/i,
    code: 'port_taken',
  },
  { signs: /non-overlapping IPv4 address pool|all predefined address pools/i, code: 'networks_exhausted' },
  {
    signs: /network (\S+) is ambiguous/i,
    code: 'network_doubled',
    transient: true,
    facts: ([, network]) => ({ network: network ?? '' }),
  },
  {
    signs: /container name "?\/?([^" ]+)"? is already in use/i,
    code: 'name_taken',
    facts: ([, name]) => ({ name: name ?? '' }),
  },
  {
    signs: /no matching manifest for (\S+)|does not match the specified platform|exec format error/i,
    code: 'image_architecture',
    facts: ([, wants]) => ({ has: 'another one', wants: wants ?? 'not of that kind' }),
  },
  {
    signs: /no basic auth credentials|authentication required|incorrect username or password|unauthorized/i,
    code: 'registry_login_needed',
  },
  { signs: /pull access denied|requested access to the resource is denied|\bdenied:/i, code: 'image_pull_failed' },
  {
    signs: /manifest (?:for .* )?(?:unknown|not found)|name unknown|repository .* not found/i,
    code: 'image_not_found',
  },
  {
    signs: /lookup (\S+?)(?: on \S+)?: no such host/i,
    code: 'name_unknown',
    facts: ([, name], { server }) => ({ name: name ?? '', place: server }),
  },
  {
    signs:
      /(?:dial tcp|lookup |i\/o timeout|TLS handshake|certificate|Client\.Timeout|connection refused|no route to host|http: server gave HTTP response|toomanyrequests)/i,
    code: 'registry_unreachable',
    transient: true,
  },
  // An engine that restarts ends its containers and starts them again.
  {
    signs: /container \S+ is (?:not running|restarting)|cannot exec in a stopped/i,
    code: 'engine_refused',
    transient: true,
  },
  { signs: /no such image/i, code: 'image_not_found' },
  { signs: /no such container|dead or marked for removal/i, code: 'container_gone' },
]

/** Who can be meant only where an image was asked for. */
const ofImages: readonly ErrorCode[] = ['image_pull_failed', 'image_not_found', 'name_unknown', 'registry_unreachable']

/** An answer of the engine that is an error, as one of ours. */
export function refusal(status: number, message: string, about: About, place: Place, now = Date.now()): Fault {
  const base: Facts = {
    ...place,
    what: about.what,
    name: about.name ?? '',
    image: about.image ?? '',
    registry: about.image === undefined ? '' : readReference(about.image).registry,
    why: short(message) || `it answered ${status}`,
  }
  const off = offBy(message, now)
  if (off !== null) return new Fault('clock_wrong', { ...base, off })
  for (const { signs, code, transient, facts } of known) {
    if (ofImages.includes(code) && about.image === undefined) continue
    const found = signs.exec(message)
    if (!found) continue
    if (code === 'registry_login_needed' && about.login) return new Fault('registry_login_refused', base)
    const more =
      code === 'port_taken' ? { port: portIn(message), by: 'another program' } : (facts?.(found, place) ?? {})
    return new Fault(code, { ...base, ...more }, { transient: transient ?? false })
  }
  return new Fault('engine_refused', base, { transient: status === 503 })
}

/** Further than any time zone or slow answer explains. */
const offMs = 5 * 60_000

/** A certificate that is not good at `current time 2001-01-01T00:00:00Z`: how far from ours that is, where it is far. */
function offBy(message: string, now: number): string | null {
  const told = /certificate has expired or is not yet valid: current time (\S+) is/.exec(message)?.[1]
  const off = told === undefined ? Number.NaN : Date.parse(told) - now
  if (!(Math.abs(off) > offMs)) return null
  return `${Math.round(Math.abs(off) / 60_000)} minutes ${off > 0 ? 'ahead' : 'behind'}`
}

/** `Bind for 0.0.0.0:8080 failed: port is already allocated` */
function portIn(message: string): string {
  return /(?:^|[\s:])(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f:]*\]?):(\d{1,5})\b/i.exec(message)?.[1] ?? ''
}

function short(message: string): string {
  const line = message.replace(/^Error response from daemon: /, '').trim()
  return line.length > 300 ? `${line.slice(0, 300)}…` : line.replace(/[.\s]+$/, '')
}
