import type { Grant, Permit } from '../access/grant.ts'
import { levelTitles } from '../access/level.ts'
import type { Field } from '../card/card.ts'
import type { Identity } from './member.ts'

/** What somebody has, place by place, and the accounts that are theirs. */
export function standingFields(
  grants: readonly Grant[],
  permits: readonly Permit[],
  identities: readonly Identity[],
  placeOf: (one: Grant | Permit) => string,
): Field[] {
  return [
    ...grants.map(
      (grant): Field => ({
        label: placeOf(grant),
        value: levelTitles[grant.level] + (grant.via === '' ? '' : ', by a role'),
      }),
    ),
    ...permits.map(
      (one): Field => ({
        label: placeOf(one),
        value: [{ code: one.permission }, one.allowed ? ' given' : ' taken away'],
      }),
    ),
    { label: 'Accounts', value: identities.map(accountWords).join(', ') || 'the page alone' },
  ]
}

function accountWords({ platform, user, name }: Identity): string {
  return name === user ? `${platform} ${user}` : `${platform} ${name} (${user})`
}
