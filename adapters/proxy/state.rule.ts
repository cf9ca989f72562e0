import { createHash } from 'node:crypto'
import { Fault } from '../../core/error.ts'
import type { Route } from '../../core/ports/proxy.ts'

/** All that is known of an instance at its proxy. It stands in the file that the proxy reads, so it is the truth. */
export interface RouteState {
  route: Route | null
  serves: Serves | null
  maintenance: boolean
  certificate: KeptCertificate | null
}

export interface Serves {
  container: string
  /** What the proxy’s network calls it: the beginning of its id, which stays when it is started again. */
  host: string
}

export interface KeptCertificate {
  domain: string
  /** Its folder among those of this instance. */
  folder: string
  from: number
  until: number
}

export const emptyState: RouteState = { route: null, serves: null, maintenance: false, certificate: null }

const mark = '# pilothouse '

/** A file of a proxy: what it says of itself in its first line, then what the proxy reads. */
export function withState(state: RouteState, text: string): string {
  return `${mark}${JSON.stringify(state)}\n${text}`
}

/** The named boundary: what stands there was written by us. */
export function stateIn(text: string | null): RouteState {
  const [first = ''] = (text ?? '').split('\n', 1)
  if (!first.startsWith(mark)) return emptyState
  return { ...emptyState, ...(JSON.parse(first.slice(mark.length)) as Partial<RouteState>) }
}

/** By which a visitor’s answer says who gave it, without the name of a container in it. */
export function printOfContainer(container: string): string {
  return createHash('sha256').update(container).digest('hex').slice(0, 12)
}

export const printHeader = 'X-Pilothouse-Release'

const hostName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/
const plainName = /^[\w][\w.-]{0,127}$/

/** Whatever comes into a configuration is a plain name or a number; everything else is refused here. */
export function checked(state: RouteState): RouteState {
  const { route, serves, certificate } = state
  const names = [route?.instance, serves?.host, certificate?.folder].filter((name) => name !== undefined)
  for (const name of names) if (!plainName.test(name)) throw refused(`${JSON.stringify(name)} is no name`)
  if (route && !hostName.test(route.domain)) throw refused(`${JSON.stringify(route.domain)} is no name of a site`)
  const numbers = route ? [route.httpPort, route.websocketPort, route.rateLimit.average, route.rateLimit.burst] : []
  for (const number of numbers)
    if (!Number.isSafeInteger(number) || number < 1) throw refused(`${number} is no port or rate`)
  return state
}

/** Its name stands in a path. */
export function checkedInstance(instance: string): string {
  if (!plainName.test(instance)) throw refused(`${JSON.stringify(instance)} is no name of an instance`)
  return instance
}

function refused(why: string): Fault {
  return new Fault('proxy_refused', { proxy: 'the proxy', why })
}
