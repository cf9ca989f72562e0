import { createHash, timingSafeEqual } from 'node:crypto'
import { connect as toHost } from 'node:net'
import { NodeSSH } from 'node-ssh'
import type { Client } from 'ssh2'
import { Fault } from '../../core/error.ts'
import type { Address, RunLimits } from '../../core/ports/host.ts'

const keepaliveMs = 10_000
const keepaliveMisses = 3

/** One connection to a server whose key a person confirmed. Any other key ends it before we log in. */
export async function connected(address: Address, limits: RunLimits): Promise<Client> {
  const ssh = new NodeSSH()
  let shown: string | null = null
  const abort = () => ssh.connection?.destroy()
  limits.signal?.addEventListener('abort', abort, { once: true })
  try {
    await ssh.connect({
      // Else each step of the greeting, and every command later, waits for a delayed acknowledgement.
      sock: toHost({ host: address.host, port: address.port, noDelay: true }),
      username: address.user,
      privateKey: address.privateKey.reveal(),
      readyTimeout: limits.deadlineMs,
      keepaliveInterval: keepaliveMs,
      keepaliveCountMax: keepaliveMisses,
      hostVerifier: (key: Buffer) => {
        shown = fingerprintOf(key)
        return same(shown, address.fingerprint)
      },
    })
  } catch (error) {
    throw refused(error, address, shown)
  } finally {
    limits.signal?.removeEventListener('abort', abort)
  }
  const connection = ssh.connection
  if (!connection) throw cut(address.host, 'the line was cut at once')
  // A dropped line without a listener would end the process; whoever uses the line sees it fail.
  connection.on('error', () => connection.destroy())
  return connection
}

/** It passes by itself, perhaps: whoever has retries tries again, and a new line is made for it. */
export function cut(server: string, why: string): Fault {
  return new Fault('server_unreachable', { server, why }, { transient: true })
}

export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function refused(error: unknown, address: Address, shown: string | null): Fault {
  const why = error instanceof Error ? error.message : String(error)
  if (shown !== null && !same(shown, address.fingerprint)) {
    return new Fault('host_key_changed', { server: address.name ?? address.host, fingerprint: shown })
  }
  if (/authentication methods failed/i.test(why)) {
    return new Fault('server_login_refused', { server: address.host, user: address.user })
  }
  return unreached(address.host, address.port, why)
}

/** A name that nobody knows will not be known in a moment. */
export function unreached(host: string, port: number, why: string): Fault {
  if (/ENOTFOUND/.test(why)) return new Fault('name_unknown', { name: host, place: 'the machine of the bot' })
  return new Fault('server_unreachable', { server: `${host}:${port}`, why }, { transient: true })
}
