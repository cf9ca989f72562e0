import type { Reading } from '../ports/store.ts'
import type { Seen } from '../watch/look.rule.ts'
import { Things } from './thing.ts'

/** What somebody lets go wrong after a release has the traffic: `practice fault watching "…"`. */
export const watching = 'watching'

export async function practiceHealth(
  reading: Pick<Reading, 'practiceThing' | 'practiceFault'>,
  serverId: string,
  container: string,
): Promise<Seen> {
  const fault = await reading.practiceFault.one({ serverId, stage: watching })
  if (fault) return { is: 'unwell', why: fault.text }
  const found = await new Things(reading, serverId).find('container', container)
  if (found?.state === 'running') return { is: 'well' }
  return { is: 'unwell', why: found ? `its container is ${found.state}` : 'its container is gone' }
}
