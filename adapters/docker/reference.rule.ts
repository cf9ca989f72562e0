const hub = 'docker.io'

export interface Reference {
  /** `ghcr.io`, `registry.example:5000`; Docker Hub is `docker.io`. */
  registry: string
  /** As it was written, without tag and digest. */
  name: string
  tag: string | null
  digest: string | null
}

/** `odoo:19.0` → Docker Hub's `odoo`; what stands before the first slash is a registry where it looks like a host. */
export function readReference(text: string): Reference {
  const [named = '', digest = null] = text.split('@')
  const [, name = named, tag = null] = /^(.*?):([^/:]*)$/.exec(named) ?? []
  return { registry: registryOf(name), name, tag, digest }
}

function registryOf(name: string): string {
  const [first, ...more] = name.split('/')
  const named = more.length > 0 && first !== undefined && (/[.:]/.test(first) || first === 'localhost')
  return named ? sameHub(first) : hub
}

/** Docker Hub goes by several names. */
export function sameHub(host: string): string {
  return /^(?:index\.docker\.io|registry-1\.docker\.io|registry\.hub\.docker\.com|hub\.docker\.com)$/.test(host)
    ? hub
    : host
}
