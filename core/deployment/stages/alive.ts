export const odooPort = 8069

/** How it is asked whether it lives. */
export const alive = { port: odooPort, path: '/web/health', withinMs: 60_000 }
