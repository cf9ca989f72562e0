import type { RouteSwitch } from '../../core/ports/proxy.ts'
import { nginx } from './nginx/nginx.ts'
import { routeSwitch } from './switch.ts'
import type { Tools } from './tools.ts'
import { traefik } from './traefik/traefik.ts'

/** The proxy of a server, of the kind that was chosen for it. */
export function proxyOver(tools: Tools): RouteSwitch {
  return routeSwitch(tools, tools.equipment.proxy.kind === 'nginx' ? nginx(tools) : traefik(tools))
}
