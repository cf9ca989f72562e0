import { z } from 'zod'
import { kinds } from '../access/level.ts'
import { argument } from '../operation/argument.ts'
import { whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform, type Target } from '../operation/target.ts'
import type { Project } from '../project/project.ts'
import { findProject } from '../reference/find.ts'
import { freezeEvent } from './event.ts'
import { freezeCard, freezeData } from './freeze.card.ts'
import type { Freeze } from './freeze.ts'
import { windowFrom } from './window.ts'

export const freezeAdd = operation({
  id: 'freeze.add',
  summary: 'Say when nothing is changed, once or every week, in a project or on the whole platform',
  examples: [
    'freeze add acme --from "2026-12-24 12:00" --to "2027-01-02 08:00" --reason holidays',
    'freeze add --weekly fri,sat,sun --from 16:00 --to 07:00 --zone Europe/Berlin --reason weekend',
  ],
  arguments: {
    project: argument(z.string().trim().min(1).max(200).optional(), {
      label: 'Project',
      help: 'The whole platform unless named',
      completes: 'project',
      positional: true,
    }),
    from: argument(z.string().trim().max(100).optional(), {
      label: 'From',
      help: '`friday 16:00`, or 16:00 where it comes every week; now unless named',
    }),
    to: argument(z.string().trim().min(1).max(100), {
      label: 'To',
      help: '`monday 07:00`, or 07:00 where it comes every week: past midnight if it is earlier than from',
    }),
    weekly: argument(z.array(z.string().max(12)).max(7).optional(), {
      label: 'Weekly',
      help: 'On which days it begins, every week: fri,sat,sun',
    }),
    zone: argument(z.string().trim().max(60).optional(), {
      label: 'Time zone',
      help: 'Yours unless named',
      completes: 'timezone',
    }),
    environment: argument(z.enum(kinds).optional(), { label: 'Environment', help: 'Only this kind; all unless named' }),
    reason: argument(z.string().trim().min(1).max(300), { label: 'Reason', help: 'Whoever is held by it reads it' }),
  },
  aim: async (asking, { project }, use): Promise<Target<Project | null>> =>
    project === undefined ? onPlatform(asking, {}, use) : findProject(asking, project, use),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, { house, now, asker }, values, { row }) {
    const zone = values.zone ?? asker.member?.timeZone ?? 'UTC'
    const freeze: Freeze = {
      id: house.chance.id(),
      number: await rows.next('freeze'),
      projectId: row?.id ?? null,
      kind: values.environment ?? null,
      zone,
      window: windowFrom(values, zone, now),
      reason: values.reason,
      createdBy: asker.member?.id ?? '',
      createdAt: now,
    }
    await rows.freeze.insert(freeze)
    rows.tell(freezeEvent(freeze, row, 'freeze.added', whoName(asker)))
    const project = row?.slug ?? null
    return { card: freezeCard(freeze, project, whoName(asker), now), data: freezeData(freeze, project, now) }
  },
})
