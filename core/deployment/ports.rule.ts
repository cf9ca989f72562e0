/** Where Odoo listens in its container. */
export const odooPort = 8069
export const pushPort = 8072

/** How it is asked whether it lives. */
export const alive = { port: odooPort, path: '/web/health', withinMs: 60_000 }

/** Without workers one process answers everything, at one port. */
export function websocketPort(workers: number | null): number {
  return workers === 0 ? odooPort : pushPort
}
