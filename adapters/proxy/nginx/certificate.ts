import { createHash } from 'node:crypto'
import type { Secured } from '../../../core/ports/proxy.ts'
import type { KeptCertificate, RouteState } from '../state.rule.ts'
import type { Tools } from '../tools.ts'
import { issued } from './acme.ts'
import { isDue, lifeOf, recentFailures, waitsUntil } from './certificate.rule.ts'

export interface Places {
  /** Of all instances. */
  certificates: string
  challenges: string
}

type Made = Secured & { certificate?: KeptCertificate }

/** What the state of a route says of its certificate. */
export function securedBy({ route, certificate }: RouteState, hasAcme: boolean, now: number): Secured {
  const kept = certificate && certificate.domain === route?.domain ? certificate : null
  if (kept && !isDue(kept, now)) return { kind: 'valid', until: kept.until, why: null }
  if (!hasAcme) return { kind: 'none', until: kept?.until ?? null, why: 'nobody who gives certificates is configured' }
  return { kind: 'due', until: kept?.until ?? null, why: kept ? 'it ends soon' : 'there is none yet' }
}

/** A new one where it is due, or wanted. What fails is told and breaks nothing: the one that is there serves on. */
export async function secure(
  tools: Tools,
  places: Places,
  state: RouteState,
  { now, anew }: { now: number; anew: boolean },
): Promise<Made> {
  const { files, equipment, view } = tools
  const { route } = state
  const before = securedBy(state, equipment.acme !== null, now)
  if (!route || equipment.acme === null || (before.kind !== 'due' && !anew)) return before
  const own = `${places.certificates}/${route.instance}`
  const failuresFile = `${own}/failures`
  const failures = failuresIn(await files.read(failuresFile), now)
  const again = waitsUntil(failures, now)
  if (again !== null) {
    const why = `5 tries failed within an hour; the next is taken from ${new Date(again).toISOString().slice(11, 16)} UTC`
    return { ...before, why }
  }
  try {
    const { chain, key } = await issued(
      equipment.acme,
      route.domain,
      { files, challenges: places.challenges },
      view.signal,
    )
    const life = lifeOf(chain, route.domain)
    if (!life) throw new Error('what came is no certificate for this name')
    const folder = createHash('sha256').update(chain).digest('hex').slice(0, 16)
    await files.write(`${own}/${folder}/key.pem`, key)
    await files.write(`${own}/${folder}/chain.pem`, chain)
    await forgetOthers(tools, own, [folder, state.certificate?.folder])
    const certificate: KeptCertificate = { domain: route.domain, folder, ...life }
    return { kind: 'made', until: life.until, why: null, certificate }
  } catch (error) {
    view.signal.throwIfAborted()
    await files.write(failuresFile, JSON.stringify([...failures, now]))
    return { ...before, why: wordsOf(error) }
  }
}

/** The one from before stays until the next: the proxy still reads it. */
async function forgetOthers({ files }: Tools, own: string, kept: readonly (string | undefined)[]): Promise<void> {
  for (const name of await files.list(own)) if (!kept.includes(name)) await files.remove(`${own}/${name}`)
}

function failuresIn(text: string | null, now: number): number[] {
  if (text === null) return []
  const said: unknown = JSON.parse(text)
  return recentFailures(Array.isArray(said) ? said.filter((at) => typeof at === 'number') : [], now)
}

/** In one line, whatever the other side said. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}
