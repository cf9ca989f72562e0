import { Fault } from '../error.ts'
import type { Wishes } from '../job/job.ts'
import type { Asking } from '../operation/asking.ts'
import type { Operation, Prepared } from '../operation/operation.ts'
import { readMoment } from '../schedule/moment.rule.ts'
import { momentWords } from '../schedule/words.ts'

export interface Wished {
  wishes: Wishes
  /** Why it waits for its time. */
  atWords: string
  /** The time that was asked for, said back before it is accepted; null where none was. */
  said: string | null
}

/** When it is wanted, in the person's zone; what is past or cannot be read is refused. */
export function wished({ now, asker }: Asking, operation: Operation, { when }: Prepared): Wished {
  const { at, wait, emergency, unlock } = when
  const more = unlock ? { unlock } : {}
  if (at === null) return { wishes: { at: null, wait, emergency, ...more }, atWords: '', said: null }
  const moment = readMoment(at, now, asker.member?.timeZone ?? 'UTC')
  if ('wrong' in moment) {
    const words = operation.id.replaceAll('.', ' ')
    throw new Fault('invalid_arguments', { operation: words, field: 'at', why: moment.wrong })
  }
  const atWords = `Runs ${momentWords(moment.at, moment.zone)}`
  return { wishes: { at: moment.at, wait, emergency, ...more }, atWords, said: moment.words }
}

/** A time is shown back in words before it is accepted. */
export function confirmTime(operation: Operation, { confirmed, target }: Prepared, { said }: Wished): void {
  if (said === null || confirmed) return
  throw new Fault('unconfirmed_time', {
    operation: operation.id.replaceAll('.', ' '),
    target: target.name,
    words: said,
    field: 'confirm',
  })
}
