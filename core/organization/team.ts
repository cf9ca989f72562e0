import { z } from 'zod'
import { reaches } from '../access/level.ts'
import { platformWide } from '../access/right.ts'
import { whomToAsk } from '../access/whom.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { Team } from '../member/member.ts'
import { type Asking, levelAt } from '../operation/asking.ts'
import type { Origin } from '../operation/request.ts'
import type { Organization } from './organization.ts'

export const team = z
  .string()
  .trim()
  .regex(/^(here|slack:\w+|discord:\d+)$/, 'must be `here`, or look like `slack:T0123` or `discord:456`')
  .optional()

type Named = Pick<Team, 'platform' | 'team'>

/** From then on nothing of another organization is seen in that workspace or server. */
export async function settle(rows: Change, asking: Asking, organization: Organization, text: string): Promise<void> {
  const named = teamOf(text, asking.origin)
  await mustRule(asking)
  const before = await rows.team.one(named)
  if (before?.organizationId === organization.id) return
  if (before) {
    throw new Fault('already_there', {
      what: `another organization for ${named.platform}:${named.team}`,
      field: 'chat',
    })
  }
  await mustBeFree(rows, organization, named)
  await rows.team.insert({
    id: asking.house.chance.id(),
    ...named,
    organizationId: organization.id,
    createdAt: asking.now,
  })
}

export async function leave(rows: Change, asking: Asking, { id }: Organization, text: string): Promise<void> {
  await mustRule(asking)
  const named = teamOf(text, asking.origin)
  if ((await rows.team.remove({ ...named, organizationId: id })) > 0) return
  throw new Fault('not_found', { what: 'chat of it', name: text, list: 'organization show' })
}

function teamOf(text: string, { surface, team }: Origin): Named {
  const [platform, named] = text.split(':')
  if (platform === 'slack' && named) return { platform, team: named }
  if (platform === 'discord' && named) return { platform, team: named }
  if ((surface === 'slack' || surface === 'discord') && team !== '') return { platform: surface, team }
  throw new Fault('state_forbids', {
    why: 'There is no workspace or server here.',
    next: 'Say which: `slack:T0123` or `discord:456`.',
  })
}

/** It changes what everybody sees there, also people of other organizations: whoever rules all of them decides. */
async function mustRule(asking: Asking): Promise<void> {
  if (reaches(levelAt(asking, platformWide), 'admin')) return
  throw new Fault('not_allowed', {
    operation: 'organization configure --chat',
    level: 'Admin of the platform',
    has: 'less',
    whom: await whomToAsk(asking.reading, platformWide),
  })
}

/** What is told in its channels already must be its own. */
async function mustBeFree(rows: Change, { id, slug }: Organization, named: Named): Promise<void> {
  const bindings = await rows.binding.find(named)
  const projects = await rows.project.find({ id: { in: bindings.map(({ projectId }) => projectId) } })
  const foreign = projects.filter(({ organizationId }) => organizationId !== id)
  if (foreign.length === 0) return
  throw new Fault('state_forbids', {
    why: `Channels there belong to projects that ${slug} does not have: ${foreign.map((one) => one.slug).join(', ')}.`,
    next: 'Unbind them first: `channel unbind`, in the channel.',
  })
}
