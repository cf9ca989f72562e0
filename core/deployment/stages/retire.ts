import type { RemoteHost } from '../../ports/host.ts'
import { odooPort } from '../ports.rule.ts'

/** A websocket of a browser does not end by itself, and the others wait meanwhile. */
const visitsSeconds = 2
const stopSeconds = 30

/** Visitors have the page: whoever was in the middle of a request gets the answer, and then it ends. */
export async function retire({ proxy, containers }: RemoteHost, odoo: string): Promise<void> {
  await proxy.drain(odoo, odooPort, visitsSeconds)
  await containers.stop(odoo, stopSeconds)
}
