/**
 * A repository of addons that stands beside the own one of a project: for the whole platform, for an organization,
 * for a project, or for one instance alone.
 */
export interface Repository {
  id: string
  /** Null is the whole platform. */
  organizationId: string | null
  projectId: string | null
  instanceId: string | null
  /** Its folder among the addons. */
  name: string
  url: string
  /** Null takes the one that is called like the version of Odoo: `19.0`. */
  branch: string | null
  createdAt: number
}
