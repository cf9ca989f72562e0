import { type Change, change } from '../event/change.ts'
import { each } from '../event/each.ts'
import { proceed } from '../gate/proceed.ts'
import type { House } from '../house.ts'
import type { Reading } from '../ports/store.ts'
import type { InstanceFound } from '../reference/find.ts'
import { lockEvent } from './event.ts'
import type { Lock } from './lock.ts'

/** It is free: who wanted to know is told, and what waited behind it goes on, in its order. */
export async function freed(house: House, rows: Change, lock: Lock, by: string): Promise<void> {
  const { instanceId } = lock
  if ((await rows.lock.remove({ instanceId, createdAt: lock.createdAt })) === 0) return
  const found = await placeOf(rows, instanceId)
  if (!found) return
  const wishes = await rows.lockWish.find({ instanceId }, { order: ['createdAt'] })
  await rows.lockWish.remove({ instanceId })
  const memberIds = wishes.map(({ memberId }) => memberId)
  rows.tell(lockEvent(found, 'lock.freed', { by, memberIds }))
  await letGoOn(house, rows, found)
}

/** The lock is another one, or gone: what waits behind it is judged anew, in its order. */
export async function letGoOn(house: House, rows: Change, { environment }: InstanceFound): Promise<void> {
  const waiting = await rows.job.find(
    { state: 'pending', waitsFor: 'lock', environmentId: environment.id },
    { order: ['number'] },
  )
  for (const job of waiting) await proceed(house, rows, job)
}

export async function placeOf(
  reading: Pick<Reading, 'instance' | 'environment' | 'project'>,
  instanceId: string,
): Promise<InstanceFound | null> {
  const instance = await reading.instance.one({ id: instanceId })
  const environment = instance && (await reading.environment.one({ id: instance.environmentId }))
  const project = environment && (await reading.project.one({ id: environment.projectId }))
  return instance && environment && project ? { instance, environment, project } : null
}

/** For the clock: locks that end by themselves. */
export async function freeExpired(house: House): Promise<void> {
  const ended = await house.store.reading.lock.find({ until: { atMost: house.clock.now() } })
  await each(house, ended, 'a lock that is over could not be taken away', async (lock) => {
    await change(house, (rows) => freed(house, rows, lock, 'the clock'))
    return true
  })
}
