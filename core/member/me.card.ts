import type { Grant, Permit } from '../access/grant.ts'
import type { Field } from '../card/card.ts'
import { Fault } from '../error.ts'
import type { Asking } from '../operation/asking.ts'
import type { Answer } from '../operation/operation.ts'
import type { Reading } from '../ports/store.ts'
import type { Member } from './member.ts'
import { placeNames } from './places.ts'
import { standingFields } from './standing.card.ts'

/** The one who asks. A request without a person behind it gets no further. */
export function self({ asker: { member } }: Asking): Member {
  if (!member) throw new Fault('person_needed')
  return member
}

export async function meAnswer(
  reading: Reading,
  member: Member,
  grants: readonly Grant[],
  permits: readonly Permit[],
): Promise<Answer> {
  const [identities, placeOf] = await Promise.all([
    reading.identity.find({ memberId: member.id }, { order: ['createdAt'] }),
    placeNames(reading, [...grants, ...permits]),
  ])
  return {
    card: {
      title: member.name,
      tone: grants.length > 0 ? 'good' : 'idle',
      state: grants.length > 0 ? 'known here' : 'no access to a project yet',
      fields: [...standingFields(grants, permits, identities, placeOf), ...settingFields(member)],
      actions: [
        { label: 'Settings', operation: 'me.configure', arguments: {}, form: true },
        { label: 'Link another account', operation: 'me.link', arguments: {} },
        { label: 'Sign in to the page', operation: 'me.signin', arguments: {} },
      ],
      view: 'me',
      words: ['me', member.name],
    },
    data: {
      ...memberData(member),
      accounts: identities.map(({ platform, team, user, name }) => ({ platform, team, user, name })),
      levels: grants.map((grant) => ({ place: placeOf(grant), scope: grant.scope, level: grant.level })),
      extra_rights: permits.map((one) => ({
        place: placeOf(one),
        scope: one.scope,
        permission: one.permission,
        allowed: one.allowed,
      })),
    },
  }
}

export function settingFields({ timeZone, settings }: Member): Field[] {
  const { notify, quietFrom, quietUntil } = settings
  return [
    { label: 'Time zone', value: timeZone },
    { label: 'Direct messages', value: notify.length > 0 ? notify.join(', ') : 'none' },
    { label: 'Quiet', value: quietFrom && quietUntil ? `${quietFrom} to ${quietUntil}` : 'never' },
  ]
}

export function memberData(member: Member) {
  const { id, name, active, timeZone, settings, lastSeenAt } = member
  return {
    id,
    name,
    active,
    time_zone: timeZone,
    notify: settings.notify,
    quiet_from: settings.quietFrom,
    quiet_until: settings.quietUntil,
    last_seen_at: lastSeenAt,
  }
}
