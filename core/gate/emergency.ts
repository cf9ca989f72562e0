import { reaches } from '../access/level.ts'
import type { Place } from '../access/right.ts'
import { Fault } from '../error.ts'
import { type Asking, levelAt, whoName } from '../operation/asking.ts'
import { momentWords } from '../schedule/words.ts'
import type { Circumstances, Judgement } from './gate.ts'
import type { Wished } from './wishes.ts'

/** Whether there is something that an emergency would pass. */
export function needsGlass(judgements: readonly Judgement[]): boolean {
  return judgements.some(
    ({ reason, verdict }) => verdict.does === 'hold' && (reason === 'approval' || reason === 'freeze'),
  )
}

/** Breaking the glass is for people of the level, where the project wants it at all. */
export function refuseEmergency({ asker, ...asking }: Asking, { policy, project }: Circumstances, place: Place): void {
  const refused = (why: string) => new Fault('emergency_refused', { why })
  if (!policy.emergency)
    throw refused(`${project} does not allow it (a maintainer does with \`project configure ${project} --emergency\`)`)
  if (asker.who.by === 'token' || asker.member?.automatic !== false) throw refused('it is for people, not for tokens')
  if (!reaches(levelAt({ asker, ...asking }, place), 'developer_plus')) throw refused('it needs Developer Plus')
}

/** It runs after a delay that everybody sees. */
export function delayed(asking: Asking, { policy }: Circumstances, { wishes, said }: Wished): Wished {
  const at = Math.max(wishes.at ?? 0, asking.now + policy.emergencyDelayMs)
  const zone = asking.asker.member?.timeZone ?? 'UTC'
  const when = momentWords(at, zone)
  return {
    said,
    wishes: { ...wishes, at },
    atWords: `Emergency of ${whoName(asking.asker)}: ${wishes.emergency ?? ''}. It runs ${when} unless somebody cancels it`,
  }
}
