import { Fault } from '../error.ts'
import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Origin } from '../operation/request.ts'
import { demoPeople } from '../platform/demo.ts'
import { type SignedIn, sessionOf } from './session.ts'

/**
 * In a demo one person plays all of its people: whoever is signed in goes on as another of them.
 * Anywhere else nobody is anybody else. Answers the new cookie.
 */
export async function standIn(
  house: House,
  { session, member }: SignedIn,
  memberId: string,
  origin: Origin,
): Promise<string> {
  const people = await demoPeople(house.store.reading)
  const other = people.find(({ id }) => id === memberId)
  if (!other || !people.some(({ id }) => id === member.id)) {
    throw new Fault('not_found', { what: 'person of a demo', name: memberId, list: 'me' })
  }
  const cookie = house.chance.token(32)
  await change(house, async (rows) => {
    await rows.session.remove({ id: session.id })
    await rows.session.insert(sessionOf(house, other.id, cookie))
    rows.record({
      memberId: member.id,
      who: member.name,
      operation: 'console.stand_in',
      arguments: { as: other.name },
      origin,
      target: other.name,
      organizationId: null,
      projectId: null,
      outcome: 'done',
      detail: null,
    })
  })
  return cookie
}
