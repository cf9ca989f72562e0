import { lineOf, type Ran } from '../deployment/lineage.ts'
import { type Release, releaseOf } from '../deployment/release.ts'
import { Fault } from '../error.ts'
import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Job } from '../job/job.ts'
import { systemName } from '../member/person.ts'
import { ask } from '../operation/ask.ts'
import { unhealthyEvent } from './event.ts'
import { lookEveryMs, type Seen, verdictOn } from './look.rule.ts'
import { lookAt } from './look.ts'
import type { Watch } from './watch.ts'

/** Looks at every release whose turn has come. Of several processes one looks. */
export async function watchReleases(house: House): Promise<void> {
  const due = await house.store.reading.watch.find({ nextAt: { atMost: house.clock.now() } })
  await Promise.all(due.map((watch) => looked(house, watch)))
}

async function looked(house: House, watch: Watch): Promise<void> {
  const now = house.clock.now()
  const next = { nextAt: now + lookEveryMs }
  const ours = await house.store.write((rows) => rows.watch.update({ id: watch.id, nextAt: watch.nextAt }, next))
  if (ours === 0) return
  const job = await house.store.reading.job.one({ id: watch.id })
  const release = job && releaseOf(job.plan)
  if (!job || !release) return forget(house, watch)
  const verdict = verdictOn(watch, await seenOf(house, watch, job, release), now)
  if (verdict.do === 'forget') return forget(house, watch)
  if (verdict.do === 'wait')
    return void (await house.store.write((rows) => rows.watch.update({ id: watch.id }, { failures: verdict.failures })))
  await goBack(house, watch, job, verdict.why)
}

/** Whoever is at work on it knows what they do, and another release is not ours to look after. */
async function seenOf(house: House, { instanceId }: Watch, job: Job, release: Release): Promise<Seen> {
  const { reading } = house.store
  const [held, instance, server] = await Promise.all([
    reading.hold.count({ resource: `instance:${instanceId}` }),
    reading.instance.one({ id: instanceId }),
    job.serverId ? reading.server.one({ id: job.serverId }) : null,
  ])
  if (held > 0 || !server || instance?.runsId !== job.id) return { is: 'unknown' }
  return lookAt(house, server, release)
}

/** Code alone goes back by itself; data never do, once people have written in them. It is told in both cases. */
async function goBack(house: House, watch: Watch, job: Job, why: string): Promise<void> {
  const [now, before] = await lineOf(house.store.reading, job.id)
  const reason = now && before ? refusalOf(now.release) : 'nothing is known of what ran before'
  const asked = before && reason === null ? await askedToGoBack(house, job, before, why) : { back: null, reason }
  const { back, reason: stays } = asked
  house.log.warn({ job: job.number, why, back, reason: stays }, 'a release turned unwell')
  await change(house, async (rows) => {
    // Said once, whoever else looked.
    if ((await rows.watch.remove({ id: watch.id })) === 0) return
    rows.tell(unhealthyEvent(job, { why, back, reason: stays }))
  })
}

function refusalOf({ way }: Release): string | null {
  if (way === 'beside' || way === 'instead') return null
  return 'it updated the database, and people have worked in it since'
}

interface Asked {
  back: number | null
  reason: string | null
}

async function askedToGoBack(house: House, job: Job, before: Ran, why: string): Promise<Asked> {
  const { reading } = house.store
  const system = await reading.member.one({ name: systemName, automatic: true })
  const deployment = await reading.deployment.one({ id: before.job.id })
  if (!system || !deployment) return { back: null, reason: 'nobody is there to do it' }
  try {
    const outcome = await ask(house, {
      operation: 'instance.rollback',
      arguments: { instance: job.target, to: deployment.version, reason: `${why}, after #${job.number}`.slice(0, 200) },
      who: { by: 'member', memberId: system.id },
      // Told where the deploy is told.
      origin: job.origin,
      delivery: null,
      asText: false,
    })
    return { back: outcome.kind === 'answer' ? null : outcome.job.number, reason: null }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { back: null, reason: error.message }
  }
}

async function forget(house: House, { id }: Watch): Promise<void> {
  await house.store.write((rows) => rows.watch.remove({ id }))
}
