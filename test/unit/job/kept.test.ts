import { describe, expect, test } from 'vitest'
import { factsOf } from '../../../core/job/facts.ts'
import { jobCard } from '../../../core/job/job.card.ts'
import type { JobFailure } from '../../../core/job/job.ts'
import { type Kept, kept, servesAgain } from '../../../core/job/kept.rule.ts'
import { practising } from '../deployment/practising.ts'
import { factsWith, jobOf, now, stagesOf } from './showing.ts'

const stages = stagesOf(8, { state: 'failed' }, 'skipped')

const failed = (code: string, more: Partial<JobFailure> = {}) =>
  jobOf({
    state: 'failed',
    failure: { code, message: 'It went wrong.', remedy: 'Mend it.', stage: 'pulling_image', ...more },
  })

const owed = (code: string) => ({ owed: { code, why: 'It did not work.', passes: false, since: now } })

describe('what is said of the release that ran before a deploy that failed', () => {
  test.each<[string, Partial<JobFailure>, Kept | null]>([
    ['image_not_found', {}, 'serves'],
    ['disk_full', {}, 'serves'],
    ['timed_out', {}, 'serves'],
    ['name_unknown', {}, 'serves'],
    ['timed_out', { stage: 'connecting' }, 'unseen'],
    ['name_unknown', { stage: 'connecting' }, 'unseen'],
    ['server_unreachable', {}, 'unseen'],
    ['server_down', {}, 'unseen'],
    ['server_login_refused', {}, 'unseen'],
    ['connection_reset', {}, 'unseen'],
    ['engine_unreachable', {}, 'unseen'],
    ['host_key_changed', {}, 'unseen'],
    ['database_missing', {}, 'without_database'],
    ['database_not_ready', {}, 'without_database'],
    ['migration_failed', owed('not_back'), null],
    ['migration_failed', owed('server_unreachable'), 'unseen'],
  ])('%s %#', (code, more, expected) => {
    expect(kept(failed(code, more), stages, false)).toBe(expected)
  })

  test('it was seen to serve again, whatever it failed of', () => {
    expect(kept(failed('server_unreachable'), stages, true)).toBe('serves')
    expect(kept(failed('database_not_ready'), stages, true)).toBe('serves')
    expect(kept(failed('server_unreachable', owed('not_back')), stages, true)).toBeNull()
  })

  test('nothing, where the new one had the traffic, or the job goes on', () => {
    expect(kept(failed('server_unreachable'), stagesOf(16, { state: 'failed' }), false)).toBeNull()
    expect(kept(jobOf({ state: 'success' }), stagesOf(17), false)).toBeNull()
    expect(kept(jobOf({ state: 'running' }), stages, false)).toBeNull()
  })

  test.each<[Kept, string]>([
    ['serves', ', which ran before, still serves'],
    ['unseen', ' ran before; whether it serves now nobody can see from here'],
    ['without_database', ' ran before, and it needs that database too'],
  ])('%s, in words', (keepsFrom, words) => {
    const { lines } = jobCard(failed('server_unreachable'), stages, now, factsWith({ keepsFrom }))
    expect(lines).toContainEqual(expect.objectContaining({ text: [{ code: '9f8e7d6' }, words] }))
  })
})

test('that it serves again is known of what the job said when it brought it back', async () => {
  const { house, ada, deploy, finish } = await practising()
  await finish(await deploy())
  await house.asks(ada, 'practice.commit', { project: 'acme' })
  const { id, ...more } = await deploy()
  const failure = { code: 'server_unreachable', message: 'I cannot reach it.', remedy: 'See.', stage: 'cloning_repo' }
  const { reading, write } = house.store
  const keeps = async () => {
    const rows = await reading.stage.find({ jobId: id })
    return (await factsOf(reading, { id, ...more, state: 'failed', failure }, rows, house.clock.now())).keepsFrom
  }
  expect(await keeps()).toBe('unseen')
  const message = 'The release from before serves again; it did not for 4.2 s'
  const line = { jobId: id, sequence: 0, stage: 'initializing_database', level: 'warning', message } as const
  await write((rows) => rows.line.insert({ ...line, data: servesAgain, at: 0 }))
  expect(await keeps()).toBe('serves')
})
