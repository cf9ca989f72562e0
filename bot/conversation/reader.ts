import type { House } from '../../core/house.ts'
import { memberOf } from '../../core/operation/asking.ts'
import type { Who } from '../../core/operation/request.ts'
import type { Reader } from '../presenter/plain.ts'

/** How whoever asks reads times. */
export async function readerOf(house: House, who: Who): Promise<Reader> {
  const member = await memberOf(house.store.reading, who)
  return reader(house, member?.timeZone ?? 'UTC')
}

/** For what everybody sees: chats show their dates in each reader's own zone anyway. */
export function reader(house: House, timeZone = 'UTC'): Reader {
  const spell = (line: string) => `${house.command} ${line}`
  return { now: house.clock.now(), timeZone, pageUrl: house.pageUrl, spell }
}
