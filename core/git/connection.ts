/** A token for the repositories of an organization at one host. */
export interface GitConnection {
  id: string
  organizationId: string
  /** `https://github.com/acme/`: all that begins like this is opened with it. */
  prefix: string
  username: string
  /** Sealed. */
  token: string
  createdAt: number
}

/** What the seal of a token is bound to. */
export function tokenPurpose(id: string): string {
  return `git:${id}`
}
