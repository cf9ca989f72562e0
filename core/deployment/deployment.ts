/** A job that changes what an instance runs. It has its job's id and number. */
export interface Deployment {
  id: string
  instanceId: string
  environmentId: string
  projectId: string
  /** Counts up with each instance. */
  version: number
  kind: 'deploy' | 'update' | 'rollback'
  trigger: 'manual' | 'schedule' | 'push' | 'retry' | 'automatic'
  branch: string
  commit: string
  message: string | null
  author: string | null
  authorEmail: string | null
  committedAt: number | null
  /** `odoo:18.0` */
  imageTag: string
  imageDigest: string
  containerId: string | null
  /** The deployment whose release ran before this one. */
  fromId: string | null
  createdAt: number
}

/** The operations whose jobs are deployments. */
export const deployingOperations: readonly string[] = ['instance.deploy', 'instance.update', 'instance.rollback']
