import { z } from 'zod'
import { Fault } from '../error.ts'
import { said } from '../form/said.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { storable } from '../ports/storable.ts'
import { memberData, self, settingFields } from './me.card.ts'
import type { Member } from './member.ts'
import { isTimeZone, notifications } from './quiet.rule.ts'
import { toldOf } from './told.ts'

const hour = z
  .string()
  .trim()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|off)$/i, 'is a time like 22:00, or off')

export const meConfigure = operation({
  id: 'me.configure',
  summary: 'Your time zone, which events reach you by direct message, your quiet hours',
  examples: [
    'me configure --timezone Europe/Berlin --quiet-from 22:00 --quiet-until 07:00',
    'me configure --notify job.finished,job.failed',
    'me configure --notify none --quiet-from off',
  ],
  arguments: {
    timezone: argument(
      z.string().trim().max(60).refine(isTimeZone, 'is not a time zone like Europe/Berlin').optional(),
      {
        label: 'Time zone',
        help: 'Times are shown in it: Europe/Berlin',
        completes: 'timezone',
      },
    ),
    notify: argument(z.array(z.enum([...notifications, 'none'])).optional(), {
      label: 'Notify',
      help: 'What reaches you by direct message',
    }),
    quiet_from: argument(hour.optional(), {
      label: 'Quiet from',
      help: 'No direct messages from then on: 22:00, or off',
    }),
    quiet_until: argument(hour.optional(), { label: 'Quiet until', help: 'Until then: 07:00' }),
    name: argument(z.string().trim().min(1).max(80).optional(), { label: 'Name', help: 'How I call you' }),
  },
  aim: onPlatform,
  least: 'member',
  current: ({ asker: { member } }) =>
    Promise.resolve(
      said({
        timezone: member?.timeZone,
        notify: member?.settings.notify,
        quiet_from: member?.settings.quietFrom,
        quiet_until: member?.settings.quietUntil,
        name: member?.name,
      }),
    ),
  effects: ['settings'],
  async change(rows, asking, values) {
    const before = self(asking)
    const after = configured(before, values)
    const named = values.name ? await rows.member.find({ id: { not: before.id } }) : []
    if (named.some(({ name }) => name.toLowerCase() === after.name.toLowerCase())) {
      throw new Fault('already_there', { what: `somebody called ${after.name}`, field: 'name' })
    }
    await rows.member.update(
      { id: before.id },
      { name: after.name, timeZone: after.timeZone, settings: after.settings },
    )
    rows.tell(toldOf('member.configured', { member: after.name }))
    return {
      card: {
        title: after.name,
        tone: 'good' as const,
        state: 'settings kept',
        fields: settingFields(after),
        words: ['me', after.name, 'settings'],
      },
      data: memberData(after),
    }
  },
})

interface Given {
  timezone?: string | undefined
  notify?: string[] | undefined
  quiet_from?: string | undefined
  quiet_until?: string | undefined
  name?: string | undefined
}

function configured(member: Member, given: Given): Member {
  const { settings } = member
  const ends = given.quiet_from?.toLowerCase() === 'off' || given.quiet_until?.toLowerCase() === 'off'
  const quietFrom = ends ? null : (given.quiet_from ?? settings.quietFrom)
  const quietUntil = ends ? null : (given.quiet_until ?? settings.quietUntil)
  if ((quietFrom === null) !== (quietUntil === null)) {
    throw new Fault('invalid_arguments', {
      operation: 'me configure',
      field: quietFrom === null ? 'quiet_from' : 'quiet_until',
      why: 'is needed too: quiet hours have a beginning and an end',
    })
  }
  const notify = given.notify ? [...new Set(given.notify)].filter((one) => one !== 'none') : settings.notify
  return {
    ...member,
    name: given.name ? storable(given.name) : member.name,
    timeZone: given.timezone ?? member.timeZone,
    settings: { ...settings, notify, quietFrom, quietUntil },
  }
}
