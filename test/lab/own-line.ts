import { sshKeys } from '../../adapters/ssh/keys.ts'
import { type Line, openLine } from '../../adapters/ssh/line.ts'
import type { Address, Errand } from '../../core/ports/host.ts'
import { authorize } from './authorize.ts'
import type { Endpoints } from './endpoints.ts'
import type { OwnServer } from './own-server.ts'

export const base = '/opt/paasportal'
export const limits = { deadlineMs: 10_000 }

/** Where a test's own server is, with a key that it lets in. */
export function addressOf(lab: Endpoints, server: OwnServer, user = 'root'): Address {
  const { publicKey, privateKey } = sshKeys.generate('pilothouse test')
  authorize(lab, publicKey)
  return {
    host: server.address,
    port: 22,
    user,
    dockerSocket: '/var/run/docker.sock',
    fingerprint: server.fingerprint,
    privateKey,
  }
}

export function lineTo(address: Address, errand: Errand | null = null, at = base): Promise<Line> {
  return openLine(address, limits, errand && { errand, base: at })
}

/** How many processes of the server have this in their command line. */
export async function running(server: OwnServer, mark: string): Promise<number> {
  const { output } = await server.exec('ps', '-eo', 'args')
  return output.split('\n').filter((line) => line.includes(mark)).length
}

/** Asked until it is so: the test's own time limit ends it otherwise. */
export async function until<Found>(look: () => Promise<Found | null | false | undefined>): Promise<Found> {
  for (;;) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Ends the SSH sessions of a server, not its sshd: what a network that drops them does. */
export async function cutSessions(server: OwnServer): Promise<void> {
  const listener = 'sshd: /usr/sbin/sshd'
  const { output } = await server.exec('ps', '-eo', 'pid,args')
  const sessions = output
    .split('\n')
    .filter((line) => / sshd: \w+/.test(line) && !line.includes(listener) && !line.includes('listener'))
  const pids = sessions.flatMap((line) => line.trim().split(' ')[0] ?? [])
  if (pids.length > 0) await server.exec('kill', '-KILL', ...pids)
}
