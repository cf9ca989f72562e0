import { z } from 'zod'
import { levelTitles, reaches } from '../access/level.ts'
import { whomToAsk } from '../access/whom.ts'
import { Fault } from '../error.ts'
import { self } from '../member/me.card.ts'
import { levelType, projectOption } from '../member/scope.ts'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform, type Target } from '../operation/target.ts'
import type { Project } from '../project/project.ts'
import { findProject } from '../reference/find.ts'
import { name } from '../reference/name.ts'
import { endsAt, highestFor, isGood, withinToken } from './bounds.rule.ts'
import { newToken } from './new-token.ts'
import { tokenShown } from './token.card.ts'

const dayMs = 24 * 3_600_000

export const tokenCreate = operation({
  id: 'token.create',
  summary: 'Make a token for a program; its text is shown once, to you alone',
  examples: ['token create ci --level developer --project acme', 'token create dashboard --days 365'],
  arguments: {
    name: argument(name, { label: 'Name', help: 'What it is for: `ci`', positional: true }),
    level: argument(levelType.default('viewer'), {
      label: 'Level',
      help: 'At most this, and never more than you have',
    }),
    project: projectOption,
    days: argument(z.coerce.number().int().min(1).max(365).default(90), {
      label: 'Days',
      help: 'How long it is good',
    }),
  },
  aim: (asking, { project }, use): Promise<Target<Project | null>> =>
    project ? findProject(asking, project, use) : onPlatform(asking, undefined, use),
  least: 'member',
  effects: ['people'],
  async change(rows, asking, values, { row: project, place, ids }) {
    const { house, now, asker } = asking
    const member = self(asking)
    const wanted = { level: values.level, projectId: project?.id ?? null }
    const highest = highestFor(asker.standing, place)
    if (!reaches(highest, wanted.level) || wanted.level === 'none' || !withinToken(asker.who, wanted)) {
      throw new Fault('not_allowed', {
        operation: `A token of that reach (${levelTitles[wanted.level]}${project ? '' : ', every project'})`,
        level: levelTitles[wanted.level],
        has: levelTitles[highest],
        whom: await whomToAsk(asking.reading, place),
      })
    }
    const live = await rows.token.find({ memberId: member.id, name: values.name, revokedAt: null })
    if (live.some((token) => isGood(token, now))) {
      throw new Fault('already_there', { what: `a token of yours called ${values.name}`, field: 'name' })
    }
    const maker = asker.who.by === 'token' ? await rows.token.one({ id: asker.who.tokenId }) : null
    const end = endsAt(now + values.days * dayMs, maker)
    const made = newToken(house, member.id, { name: values.name, ...wanted, goodForMs: end - now })
    await rows.token.insert(made.row)
    rows.tell(toldOf('token.created', { member: member.name, token: values.name, level: wanted.level }, ids))
    return tokenShown(`Token ${values.name}`, made, project?.slug ?? null)
  },
})
