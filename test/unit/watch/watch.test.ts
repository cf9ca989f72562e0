import { describe, expect, test } from 'vitest'
import { releaseOf } from '../../../core/deployment/release.ts'
import { eventCard } from '../../../core/event/event.card.ts'
import { lookEveryMs, type Seen, seenByVisitors, verdictOn } from '../../../core/watch/look.rule.ts'
import { watchReleases } from '../../../core/watch/watch-releases.ts'
import { carriedOut, shipped } from '../deployment/carried-out.ts'
import { type Practising, practising } from '../deployment/practising.ts'

const watch = { id: 'j', instanceId: 'i', until: 1000, nextAt: 0, failures: 0 }
const unwell: Seen = { is: 'unwell', why: 'it answers 503' }

describe('what follows from a look', () => {
  test('one that is unwell says little; three in a row go back', () => {
    expect(verdictOn(watch, unwell, 1)).toEqual({ do: 'wait', failures: 1 })
    expect(verdictOn({ ...watch, failures: 1 }, { is: 'well' }, 1)).toEqual({ do: 'wait', failures: 0 })
    expect(verdictOn({ ...watch, failures: 2 }, unwell, 1)).toEqual({ do: 'go back', why: 'it answers 503' })
  })

  test('where nobody could look, nothing is known: it counts for neither', () => {
    expect(verdictOn({ ...watch, failures: 2 }, { is: 'unknown' }, 1)).toEqual({ do: 'wait', failures: 2 })
  })

  test('a page that does not get through counts, and a proxy that is away does not', () => {
    const seen = [200, 303, 404, 502, 500, null].map((status) => seenByVisitors({ status, by: null }).is)
    expect(seen).toEqual(['well', 'well', 'well', 'unwell', 'unwell', 'unknown'])
  })

  test('it is over with its time, unless something is just being found out', () => {
    expect(verdictOn(watch, { is: 'well' }, 1000)).toEqual({ do: 'forget' })
    expect(verdictOn(watch, { is: 'unknown' }, 1000)).toEqual({ do: 'forget' })
    expect(verdictOn(watch, unwell, 1000)).toEqual({ do: 'wait', failures: 1 })
    expect(verdictOn({ ...watch, failures: 2 }, { is: 'unknown' }, 1000 + 6 * lookEveryMs)).toEqual({ do: 'forget' })
  })
})

async function looks({ house }: Practising, times: number): Promise<void> {
  for (let look = 0; look < times; look += 1) {
    house.clock.forward(lookEveryMs)
    await watchReleases(house)
  }
}

async function unhealthy({ house }: Practising) {
  return house.store.reading.event.find({ type: 'release.unhealthy' })
}

describe('a release that turns unwell after the switch', () => {
  test.each(['staging', 'production'] as const)('is taken back by itself, as system, and says so: %s', async (kind) => {
    const practice = await practising(kind)
    const { house, ada } = practice
    // The first people may do by themselves here; what goes back by itself asks nobody.
    await house.asks(ada, 'project.configure', { project: 'acme', emergency: true, emergency_delay: '0m' })
    const given = kind === 'production' ? { emergency: 'first day', confirm: 'yes' } : {}
    const first = await shipped(practice, given)
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it slowly' })
    const second = await shipped(practice, given)
    expect(second.plan.lines.join('\n')).toContain(
      'Watched for 5 min after the switch: where it turns unwell, its code goes back',
    )
    await looks(practice, 2)
    expect(await unhealthy(practice)).toEqual([])
    await house.asks(ada, 'practice.fault', { stage: 'watching', text: 'it answers 503' })
    await looks(practice, 2)
    expect(await unhealthy(practice)).toEqual([])
    await looks(practice, 1)
    const [told] = await unhealthy(practice)
    expect(told).toMatchObject({ jobId: second.id, payload: { why: 'it answers 503', back: second.number + 1 } })
    const back = await carriedOut(practice)
    const system = await house.store.reading.member.one({ name: 'system' })
    expect(back).toMatchObject({ operation: 'instance.rollback', requestedBy: system?.id, automatic: true })
    expect(releaseOf(back.plan)).toMatchObject({ id: releaseOf(first.plan)?.id, again: true, way: 'beside' })
    const lock = await house.store.reading.lock.one({ instanceId: first.instanceId ?? '' })
    expect(lock?.reason).toMatch(/rolled it back to .*: it answers 503, .* `deploy --unlock` goes forward again/)
    // Who went back stays there.
    expect(await house.store.reading.watch.find()).toEqual([])
    await looks(practice, 5)
    expect(await unhealthy(practice)).toHaveLength(1)
  })

  test('and that changed the data is told of, with a button, and stays', async () => {
    const practice = await practising()
    const { house, ada } = practice
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    await shipped(practice)
    await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'sale' })
    const second = await shipped(practice)
    expect(second.plan.lines.join('\n')).toContain('leave the way back to you')
    await house.asks(ada, 'practice.fault', { stage: 'watching', text: 'it does not answer' })
    await looks(practice, 3)
    const [told] = await unhealthy(practice)
    expect(told).toMatchObject({ payload: { back: null, reason: expect.stringContaining('updated the database') } })
    if (!told) throw new Error('nothing was told')
    expect(eventCard(told)).toMatchObject({
      tone: 'bad',
      actions: [{ operation: 'instance.rollback', form: true }, {}],
    })
    expect(await house.store.reading.job.count({ operation: 'instance.rollback' })).toBe(0)
    expect(await house.store.reading.watch.find()).toEqual([])
  })

  test('after its time, or while somebody is at work on it, is left to people', async () => {
    const practice = await practising()
    const { house, ada } = practice
    const first = await shipped(practice)
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'One more' })
    const second = await shipped(practice)
    await house.asks(ada, 'practice.fault', { stage: 'watching', text: 'it answers 503' })
    const resource = `instance:${first.instanceId}`
    await house.store.write((rows) => rows.hold.insert({ resource, jobId: second.id, fence: 1, createdAt: 0 }))
    await looks(practice, 4)
    expect(await unhealthy(practice)).toEqual([])
    await house.store.write((rows) => rows.hold.remove({ resource }))
    await house.asks(ada, 'practice.fault', { stage: 'watching', clear: true })
    house.clock.forward(5 * 60_000)
    await looks(practice, 1)
    expect(await house.store.reading.watch.find()).toEqual([])
  })

  test('is not looked after where the project does not want it', async () => {
    const practice = await practising()
    const { house, ada } = practice
    await house.asks(ada, 'project.configure', { project: 'acme', watch: '0m' })
    await shipped(practice)
    await shipped(practice)
    expect(await house.store.reading.watch.find()).toEqual([])
  })

  test('a second process that looks at the same time does not do it twice', async () => {
    const practice = await practising()
    const { house, ada } = practice
    await shipped(practice)
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it slowly' })
    await shipped(practice)
    await house.asks(ada, 'practice.fault', { stage: 'watching', text: 'it answers 503' })
    await looks(practice, 2)
    house.clock.forward(lookEveryMs)
    await Promise.all([watchReleases(house), watchReleases(house)])
    expect(await unhealthy(practice)).toHaveLength(1)
    expect(await house.store.reading.job.count({ operation: 'instance.rollback' })).toBe(1)
  })
})
