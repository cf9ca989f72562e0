import { readFileSync } from 'node:fs'
import { describe, type TestOptions, test } from 'vitest'

/** `odooDebian` has apt and pip; `odooArm` is for another processor, `odooArmOnly` a list without ours. */
type Image =
  | ('postgres' | 'pgbouncer' | 'nginx')
  | ('odoo' | 'odooNext' | 'odooBroken' | 'odooDeaf' | 'odooArm' | 'odooArmOnly' | 'odooDebian')

/** Where the lab's real things are. `sh test/lab/lab.sh` writes it. */
export interface Endpoints {
  version: number
  ssh: {
    host: string
    port: number
    user: string
    privateKeyFile: string
    authorizedKeysFile: string
    hostKeyFingerprint: string
    hostKeyFile: string
    users: string[]
  }
  docker: { socket: string }
  postgres: { host: string; port: number; user: string; password: string; url: string }
  /** Two doors to one storage; the private one asks for a login. */
  registry: { open: string; private: { host: string; username: string; password: string } }
  /** Two whole servers, each with its own engine; `reach` goes before a command to run it in there, as root. */
  servers: {
    name: string
    host: string
    port: number
    hostKeyFingerprint: string
    hostKeyFile: string
    dockerSocket: string
    reach: string[]
  }[]
  /** Authoritative for the zone, and changed by RFC 2136 with that key (the secret is base64). */
  dns: { server: string; zone: string; keyName: string; algorithm: string; secret: string }
  /** The directory's own certificate is signed by `caFile`; what it issues, by the root at `rootsUrl`. */
  acme: { directory: string; caFile: string; rootsUrl: string }
  /** Names with the open registry in front; `odooNext` is a newer build of `odoo`. */
  images: Record<Image, string>
  /** A Debian repository with `ph-lab-tool`, and a Python index with `ph-lab-wheel` 1.0 and 1.1. */
  mirrors: { apt: string; pip: string }
  chromium: string
}

const file = process.env['PILOTHOUSE_LAB'] ?? '/run/pilothouse-lab/endpoints.json'

export function lab(): Endpoints | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Endpoints
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

type Suite = (endpoints: Endpoints) => void

/** A suite that needs the lab. Without one it is left out and says so; where nobody would read that, it fails. */
export function describeInLab(name: string, ...rest: [Suite] | [TestOptions, Suite]): void {
  const [options, suite] = rest.length === 2 ? rest : [{}, ...rest]
  const found = lab()
  if (found) describe(name, options, () => suite(found))
  else if (process.env['CI'] === 'true') {
    test(name, () => {
      throw new Error(`no lab: ${file} is missing`)
    })
  } else test.skip(`${name} (no lab: ${file} is missing, npm run lab makes it)`)
}
