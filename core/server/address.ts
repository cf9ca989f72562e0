import { Fault } from '../error.ts'
import { ownKey } from '../platform/ssh-key.ts'
import type { Address } from '../ports/host.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { refusePractice } from './practice.rule.ts'
import type { Server } from './server.ts'

/** Nothing connects before a person confirmed the host key, and a changed one stops everything. */
export function refuseUntrusted(server: Server): string {
  refusePractice(server)
  const fingerprint = server.offeredKey?.fingerprint ?? 'the fingerprint'
  if (server.trust === 'changed') throw new Fault('host_key_changed', { server: server.name, fingerprint })
  if (server.trust === 'unconfirmed' || !server.pinnedKey) {
    throw new Fault('host_key_unconfirmed', { server: server.name, fingerprint })
  }
  return server.pinnedKey.fingerprint
}

/** All that a connection to this server takes, our key included. */
export async function addressOf(reading: Reading, vault: Vault, server: Server): Promise<Address> {
  const fingerprint = refuseUntrusted(server)
  const key = await ownKey(reading, vault)
  if (!key) throw new Fault('not_ready', { why: 'my SSH key is not made yet' })
  return {
    name: server.name,
    host: server.host,
    port: server.port,
    user: server.user,
    dockerSocket: server.dockerSocket,
    fingerprint,
    privateKey: key.privateKey,
  }
}
