import { expect, test } from 'vitest'
import { factsOf } from '../../../core/job/facts.ts'
import { jobActions } from '../../../core/job/job.actions.ts'
import { jobCard } from '../../../core/job/job.card.ts'
import type { Job } from '../../../core/job/job.ts'
import { type Said, writeSaid } from '../../../core/job/progress.ts'
import { warningOf } from '../../../core/job/warning.ts'
import type { FromWorker } from '../../../jobs/protocol.ts'
import { type Practising, practising } from '../deployment/practising.ts'

/** As whoever follows a worker has them written. */
function saidIn(message: FromWorker): Said[] {
  if (message.say === 'stage_begun') return [{ what: 'begun', stage: message.stage, at: message.at }]
  if (message.say === 'stage_ended')
    return [{ what: 'ended', stage: message.stage, state: message.state, at: message.at }]
  if (message.say !== 'line') return []
  const { say: _say, place: _place, ...line } = message
  return [{ what: 'line', line }]
}

/** A deploy that went well, with all that it said, and then this too. */
async function succeeded({ house, run }: Practising, job: Job, more: readonly Said[] = []) {
  const running = { ...job, state: 'running', fence: 1, owner: 'me' } as const
  await house.store.write((rows) => rows.job.update({ id: job.id }, { state: 'running', fence: 1, owner: 'me' }))
  const messages = await run(running)
  expect(messages.at(-1)).toMatchObject({ say: 'done' })
  await writeSaid(house, running, [...messages.flatMap(saidIn), ...more])
  await house.store.write((rows) => rows.job.update({ id: job.id }, { state: 'success', owner: null }))
  return shown(house, { ...running, state: 'success' })
}

async function shown(house: Practising['house'], job: Job) {
  const { reading } = house.store
  const stages = await reading.stage.find({ jobId: job.id }, { order: ['position'] })
  const facts = await factsOf(reading, job, stages, house.clock.now())
  const text = JSON.stringify(jobCard(job, stages, house.clock.now(), facts).lines)
  const buttons = jobActions(job, stages, facts, false).flatMap((one) => ('operation' in one ? [one.operation] : []))
  return { facts, text, buttons }
}

const refused = (at: number, why: string): Said => ({
  what: 'line',
  line: {
    stage: 'configuring_traefik',
    level: 'warning',
    message: `SSL certificate not issued (0.4s): ${why}; acme.example.test answers over http until there is one`,
    data: warningOf('certificate_refused'),
    at,
  },
})

test('what a stage failed of that stopped nothing is known by its code', async () => {
  const stand = await practising()
  const { house, ada, deploy } = stand
  await house.asks(ada, 'practice.fault', { stage: 'configuring_traefik', text: 'connection timeout' })
  const { facts, text, buttons } = await succeeded(stand, await deploy())
  expect(facts.diagnosis?.id).toBe('line_lost')
  expect(text).toContain('The line to the server was lost')
  expect(buttons).toContain('server.check')
})

test.each([
  ['DNS problem: NXDOMAIN looking up A for acme.example.test', 'certificate_refused', 'The certificate was refused'],
  ['5 tries failed within an hour; the next is taken from 12:30 UTC', 'certificate_limit', 'No certificate is given'],
])('a certificate that was not given is told of with the deploy, though its stage went well: %s', async (...given) => {
  const [why, id, title] = given
  const stand = await practising()
  const { facts, text, buttons } = await succeeded(stand, await stand.deploy(), [refused(Date.now() + 60_000, why)])
  expect(facts.diagnosis?.id).toBe(id)
  expect(text).toContain(`: ${why}; acme.example.test answers over http`)
  expect(text).toContain(title)
  expect(text).toMatch(/Perhaps: .*What to do: /)
  expect(buttons).toContain('certificate.renew')
})

test('what an earlier worker said of a stage that was begun anew is over', async () => {
  const stand = await practising()
  const { facts } = await succeeded(stand, await stand.deploy(), [refused(0, 'no such name')])
  expect(facts.diagnosis).toBeNull()
})

test('once its lines are gone, the last words of a stage that failed are enough', async () => {
  const stand = await practising()
  const { house, ada, deploy } = stand
  await house.asks(ada, 'practice.fault', { stage: 'configuring_traefik', text: 'port is already allocated' })
  const job = await deploy()
  expect((await succeeded(stand, job)).facts.diagnosis?.id).toBe('port_taken')
  await house.store.write((rows) => rows.line.remove({ jobId: job.id }))
  expect((await shown(house, { ...job, state: 'success' })).facts.diagnosis?.id).toBe('port_taken')
})
