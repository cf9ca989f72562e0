import type { Secret } from '../secret.ts'

/** The login of a registry of images. */
export interface RegistryLogin {
  host: string
  username: string
  password: Secret
}

/** Whose repositories a token opens: all whose address begins like this. */
export interface RepositoryLogin {
  /** `https://github.com/acme/` */
  prefix: string
  username: string
  token: Secret
}

/** Where the records of a zone are kept, and how they are changed. */
export type DnsProvider =
  | {
      kind: 'rfc2136'
      zone: string
      /** `192.0.2.53:53` */
      server: string
      key: { name: string; algorithm: string; secret: Secret }
    }
  | { kind: 'cloudflare'; zone: string; url: string; token: Secret }

/** Who gives certificates, and as whom we ask. */
export interface Acme {
  directory: string
  email: string | null
  accountKey: Secret
}

/** What we work with on a server beside its address: where things lie there, and who we are to everybody else. */
export interface Equipment {
  /** The folder that everything lies in, and what stands before the names of what we make. */
  place: { base: string; prefix: string }
  /** Where networks get their addresses from once the engine has none left: `10.231.0.0/16`. */
  addressRange: string
  proxy: {
    kind: 'traefik' | 'nginx'
    image: string
    /** An nginx, where the proxy has no pages of its own for visitors. */
    pagesImage: string
  }
  registries: readonly RegistryLogin[]
  repositories: readonly RepositoryLogin[]
  /** Where packages are installed from; null where the image's own places are right. */
  mirrors: { apt: string | null; pip: string | null }
  /** The one that has the domain of the instance; null where nobody told us of one. */
  dns: DnsProvider | null
  /** Whom verification asks, `192.0.2.53:53`; the system's where it is empty. */
  resolvers: readonly string[]
  acme: Acme | null
}
