import { Fault } from '../../error.ts'
import { type Share, sharesOf } from '../../instance/share.rule.ts'
import type { Deploy } from '../deploy.stage.ts'
import { namesOf } from '../names.rule.ts'

/** As long as nobody is served by it, its database may take all processors of an instance: Odoo waits where that works. */
export function hurry(work: Deploy): Promise<void> {
  const { size } = work.input
  return limited(work, { ...sharesOf(size).database, cpu: size.cpu })
}

/** Its share alone, as soon as others are served beside it; or since an earlier release was killed before it said so. */
export function atItsShare(work: Deploy): Promise<void> {
  return limited(work, sharesOf(work.input.size).database)
}

/** It works with whatever it has: nothing fails by that. */
export async function limited(work: Deploy, share: Share): Promise<void> {
  try {
    const { containers } = await work.host()
    await containers.limit(namesOf(work.input).database, share)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    work.say('debug', `The processors of the database are as they were: ${error.message}`)
  }
}
