import type { HostKey } from '../ports/host.ts'

/** What the last look at a server saw. */
export interface ServerReading {
  system: string
  kernel: string
  cores: number
  memoryMb: number
  memoryFreeMb: number
  diskMb: number
  diskFreeMb: number
  load: [number, number, number]
  uptimeSeconds: number
  docker: string | null
  containers: number
  findings: Finding[]
}

export interface Finding {
  severity: 'good' | 'warning' | 'bad'
  what: string
  remedy: string | null
}

/** A practice server exists only in the store: there is no key, and nothing to connect to. */
export type TrustState = 'unconfirmed' | 'trusted' | 'changed' | 'practice'

export interface Server {
  id: string
  organizationId: string
  name: string
  host: string
  port: number
  user: string
  dockerSocket: string
  trust: TrustState
  /** What a person confirmed. */
  pinnedKey: HostKey | null
  /** What the server showed last. */
  offeredKey: HostKey | null
  settings: {
    proxy?: 'traefik' | 'nginx'
    baseFolder?: string
    /** Before names there, where the platform's is another one by now. */
    prefix?: string
    /** Below it alone settings of instances may name folders of the server. */
    hostRoot?: string
    /** Where networks there get their addresses from, once the engine has none left. */
    addressRange?: string
    /** False: no Odoo waits there for the next release of its instance. */
    spares?: boolean
    /** Jobs side by side there. */
    parallel?: number
  }
  reading: ServerReading | null
  readingAt: number | null
  /** Since when it does not answer, as was told; null where it does, or nobody asked for it yet. */
  downSince: number | null
  createdAt: number
}

/** A PostgreSQL server that instances may use. */
export interface DatabaseServer {
  id: string
  organizationId: string
  name: string
  host: string
  port: number
  createdAt: number
}
