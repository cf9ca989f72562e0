import ssh2 from 'ssh2'
import type { HostKey, HostKeys } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { fingerprintOf, unreached } from './connect.ts'

export const sshKeys: HostKeys = {
  /** Starts the handshake, looks at the key and leaves: no name and no key of ours goes over the line. */
  offered(host: string, port: number, deadlineMs: number): Promise<HostKey> {
    return new Promise((resolve, reject) => {
      const client = new ssh2.Client()
      let seen: HostKey | null = null
      client.on('error', (error) => {
        client.end()
        if (seen) resolve(seen)
        else reject(unreached(host, port, error.message))
      })
      client.connect({
        host,
        port,
        username: 'nobody',
        readyTimeout: deadlineMs,
        hostVerifier: (key: Buffer) => {
          seen = { fingerprint: fingerprintOf(key), kind: kindOf(key) }
          return false
        },
      })
    })
  },

  /** The library makes one key in some three hundred that it cannot read itself: such a one is made anew. */
  generate(comment: string) {
    for (;;) {
      const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment })
      if (ssh2.utils.parseKey(pair.private) instanceof Error) continue
      return { publicKey: pair.public, privateKey: new Secret(pair.private) }
    }
  },
}

/** An SSH key begins with the length and the name of its kind. */
function kindOf(key: Buffer): string {
  return key.subarray(4, 4 + key.readUInt32BE(0)).toString('ascii')
}
