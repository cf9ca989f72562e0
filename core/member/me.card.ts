import type { Grant, Permit } from '../access/grant.ts'
import { levelTitles } from '../access/level.ts'
import type { Field } from '../card/card.ts'
import { Fault } from '../error.ts'
import type { Asking } from '../operation/asking.ts'
import type { Answer } from '../operation/operation.ts'
import type { Reading } from '../ports/store.ts'
import type { Identity, Member } from './member.ts'
import { placeNames } from './places.ts'

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
      fields: [
        ...grants.map((grant): Field => ({ label: placeOf(grant), value: levelTitles[grant.level] })),
        ...permits.map(
          (one): Field => ({
            label: placeOf(one),
            value: [{ code: one.permission }, one.allowed ? ' given' : ' taken away'],
          }),
        ),
        { label: 'Accounts', value: identities.map(accountWords).join(', ') || 'the page alone' },
        ...settingFields(member),
      ],
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

export function accountWords({ platform, user, name }: Identity): string {
  return name === user ? `${platform} ${user}` : `${platform} ${name} (${user})`
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
