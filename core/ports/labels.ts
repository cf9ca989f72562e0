import type { Labels } from './containers.ts'

const own = 'pilothouse.'

/** Everything that we make on a server says for which instance, of which release and by which job. */
export const labelNames = { instance: `${own}instance`, release: `${own}release`, job: `${own}job` }

/** On what belongs to the server and to no instance: what it is part of. */
export const partLabel = `${own}part`

/** By which configuration a container was made. */
export const printLabel = `${own}print`

/** On Odoo that waited for its release: in which folder it did. */
export const spareLabel = `${own}spare`

/** The network over which the proxy of a server reaches all instances there. */
export const proxyNetwork = 'traefik-public'

export function isOurs(labels: Labels): boolean {
  return Object.keys(labels).some((name) => name.startsWith(own))
}
