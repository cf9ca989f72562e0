import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { onPlatform, type Target } from '../operation/target.ts'
import { findInstance, findOrganization, findProject } from '../reference/find.ts'
import type { Repository } from './repository.ts'

const reference = z.string().trim().min(1).max(200).optional()

/** For whom a repository is; for everybody where none of them is named. */
export const whoseArguments = {
  project: argument(reference, { label: 'Project', help: 'For one project, beside its own', completes: 'project' }),
  instance: argument(reference, { label: 'Instance', help: 'For one instance alone', completes: 'instance' }),
  organization: argument(reference, {
    label: 'Organization',
    help: 'For all projects of an organization; for the whole platform where nothing is named',
    completes: 'organization',
  }),
}

export type Whose = Pick<Repository, 'organizationId' | 'projectId' | 'instanceId'>

interface Named {
  project?: string | undefined
  instance?: string | undefined
  organization?: string | undefined
}

export async function aimAtWhose(
  asking: Asking,
  { project, instance, organization }: Named,
  use: 'read' | 'change',
): Promise<Target<Whose>> {
  const named = [project, instance, organization].filter((one) => one !== undefined)
  if (named.length > 1) {
    throw new Fault('invalid_arguments', {
      operation: 'repository add',
      field: instance === undefined ? 'organization' : 'instance',
      why: 'one of project, instance and organization is enough',
    })
  }
  const nobody = { organizationId: null, projectId: null, instanceId: null }
  if (instance !== undefined) {
    const found = await findInstance(asking, instance, use)
    return { ...found, row: { ...nobody, instanceId: found.row.instance.id } }
  }
  if (project !== undefined) {
    const found = await findProject(asking, project, use)
    return { ...found, row: { ...nobody, projectId: found.row.id } }
  }
  if (organization !== undefined) {
    const found = await findOrganization(asking, organization, use)
    return { ...found, row: { ...nobody, organizationId: found.row.id } }
  }
  return { ...(await onPlatform(asking, {}, use)), row: nobody }
}
