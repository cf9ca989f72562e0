import type { Action, Card, Field } from '../card/card.ts'
import { lockActions } from './actions.ts'
import type { Lock } from './lock.ts'

/** A lock: whose, since when, why; with what the reader can do about it. */
export function lockCard(instance: string, lock: Lock, owner: string, mine: boolean): Card {
  const fields: Field[] = [
    { label: 'By', value: [owner, ' ', { age: lock.createdAt }] },
    { label: 'Reason', value: lock.reason },
    { label: 'Until', value: lock.until === null ? 'somebody frees it' : [{ time: lock.until }] },
  ]
  const free: Action = { label: 'Free it', operation: 'instance.unlock', arguments: { instance } }
  return {
    title: `${instance} is locked`,
    tone: 'waiting',
    // Everybody in the channel reads it.
    state: `locked by ${owner}`,
    fields,
    actions: mine ? [free] : lockActions(instance),
    view: 'lock list',
    words: [instance, 'lock', owner],
  }
}

export function lockData(instance: string, lock: Lock, owner: string) {
  return {
    instance,
    instance_id: lock.instanceId,
    owner,
    by_job: lock.jobId !== null,
    reason: lock.reason,
    since: lock.createdAt,
    until: lock.until,
  }
}
