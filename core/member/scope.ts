import { z } from 'zod'
import type { Scope } from '../access/grant.ts'
import { levels, levelTitles, reaches } from '../access/level.ts'
import { levelIn, platformWide } from '../access/right.ts'
import { organizationPlace, visibleProjects } from '../access/visible.ts'
import { whomToAsk } from '../access/whom.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { type Asking, levelAt } from '../operation/asking.ts'
import { onPlatform, type Target } from '../operation/target.ts'
import { findOrganization, findProject, projectTarget } from '../reference/find.ts'

/** Where a level counts: on the platform, in an organization, in a project. */
export interface Scoped {
  scope: Scope
  scopeId: string
  /** `in acme`, `on the platform`. */
  words: string
}

export const projectOption = argument(z.string().trim().min(1).max(200).optional(), {
  label: 'Project',
  help: 'In this project alone',
  completes: 'project',
})

export const organizationOption = argument(z.string().trim().min(1).max(200).optional(), {
  label: 'Organization',
  help: 'In all projects of this organization',
  completes: 'organization',
})

/** `developer plus`, `Developer+` and `developer-plus` are the same to people. */
export const levelType = z.preprocess(
  (value) =>
    typeof value === 'string' ? value.trim().toLowerCase().replace('+', '_plus').replace(/[- ]+/g, '_') : value,
  z.enum(levels),
)

export interface ScopeNamed {
  project?: string | undefined
  organization?: string | undefined
}

/** The place that the arguments name; the platform if none. */
export async function findScope(asking: Asking, named: ScopeNamed, use: 'read' | 'change'): Promise<Target<Scoped>> {
  if (named.project && named.organization) {
    throw new Fault('invalid_arguments', {
      operation: 'member add',
      field: 'organization',
      why: 'does not go together with a project: the level counts in one of them',
    })
  }
  if (named.project) return inProject(await findProject(asking, named.project, use))
  if (named.organization) {
    const found = await findOrganization(asking, named.organization, use)
    return { ...found, row: { scope: 'organization', scopeId: found.row.id, words: `in ${found.row.slug}` } }
  }
  const platform = await onPlatform(asking, undefined, use)
  return { ...platform, row: { scope: 'platform', scopeId: '', words: 'on the platform' } }
}

/** Where somebody looks who names nothing: maintainers of the platform at all of it, others at their one project. */
export async function findView(asking: Asking, named: ScopeNamed): Promise<Target<Scoped>> {
  const has = levelAt(asking, platformWide)
  const home = await homeNamed(asking, named)
  if (home) return findScope(asking, home, 'read')
  if (named.project || named.organization || reaches(has, 'maintainer')) return findScope(asking, named, 'read')
  const projects = await visibleProjects(asking)
  const bound = projects.find(({ id }) => id === asking.binding?.projectId)
  const [only, ...others] = projects
  const here = bound ?? (others.length === 0 ? only : undefined)
  if (here) return inProject(projectTarget(here))
  throw new Fault('not_allowed', {
    operation: 'This without `--project`',
    level: levelTitles.maintainer,
    has: levelTitles[has],
    whom: await whomToAsk(asking.reading, platformWide),
  })
}

/** Where a chat belongs to an organization, that is what maintainers look at. */
async function homeNamed({ reading, asker }: Asking, named: ScopeNamed): Promise<ScopeNamed | null> {
  const { within } = asker.standing
  if (named.project || named.organization || within === undefined) return null
  const place = organizationPlace(within)
  if (!reaches(levelIn(asker.standing, place), 'viewer')) return null
  return { organization: (await reading.organization.one({ id: within }))?.slug }
}

function inProject(found: Awaited<ReturnType<typeof findProject>>): Target<Scoped> {
  return { ...found, row: { scope: 'project', scopeId: found.row.id, words: `in ${found.row.slug}` } }
}
