import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import ssh2 from 'ssh2'

/** A server that lets everybody in and does nothing for them: enough for a job that fails. */
export async function sshStandIn(): Promise<{ port: number; stop(): void }> {
  // Of the ed25519 keys that the library makes some cannot be read; of these all can.
  const key = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
  const server = new ssh2.Server({ hostKeys: [key.private] }, (client) => {
    client.on('authentication', (context) => context.accept())
    client.on('session', (accept) => {
      accept().on('exec', (_accept, reject) => reject())
    })
    // Whoever only looks at the key hangs up at once.
    client.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() }
}
