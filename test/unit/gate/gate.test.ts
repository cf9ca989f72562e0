import { describe, expect, test } from 'vitest'
import { errors } from '../../../core/error.ts'
import { type Circumstances, judged, type Reason, reasonCodes, reasons, type Verdict } from '../../../core/gate/gate.ts'
import { policyDefaults } from '../../../core/gate/policy.ts'
import { brokenBy, refusalAmong, sentence, waitingFor } from '../../../core/gate/wait.rule.ts'
import { type Effect, effects, type Plan } from '../../../core/operation/plan.ts'

const easy: Circumstances = {
  decision: { allowed: true, has: 'admin' },
  rightFacts: {},
  policy: policyDefaults,
  project: 'acme',
  automatic: false,
  wait: false,
  emergency: null,
  server: { name: 'box1', trust: 'trusted', key: 'SHA256:a', bad: null },
  open: 0,
  ahead: null,
  lock: null,
  freeze: null,
  order: null,
  approved: false,
}

function plan(kind: Plan['environmentKind'], ...touched: Effect[]): Plan {
  return {
    operation: 'any.thing',
    target: 'acme/x/v19',
    environmentKind: kind,
    effects: touched,
    lines: [],
    pipeline: 'any',
    input: null,
    holds: ['instance:i'],
    outlook: null,
    basis: null,
  }
}

const staging = plan('staging', 'code', 'availability')
const production = plan('production', 'code', 'availability')

function says(reason: Reason, about: Plan, more: Partial<Circumstances>): Verdict {
  const found = judged(about, { ...easy, ...more }).find((one) => one.reason === reason)
  if (!found) throw new Error(`no gate for ${reason}`)
  return found.verdict
}

const proceeds = { does: 'proceed' }
const lock = { mine: false, owner: 'Ada', age: '2 h', reason: 'import', until: 9000 }
const freeze = { where: 'acme', until: 9000, untilWords: 'Monday', reason: 'weekend' }
const order = { commit: 'a1b2c3d4', staging: 'acme/staging', passed: false }
const strict = { ...policyDefaults, requireStaging: true, maxJobs: 3 }

/** Each gate both ways. */
const ways: Record<
  Reason,
  { passes: [Plan, Partial<Circumstances>][]; stops: [Plan, Partial<Circumstances>, object][] }
> = {
  right: {
    passes: [[staging, {}]],
    stops: [
      [
        staging,
        { decision: { allowed: false, seen: true, has: 'viewer', needs: 'developer' } },
        { does: 'refuse', code: 'not_allowed' },
      ],
    ],
  },
  server: {
    passes: [
      [staging, {}],
      [staging, { server: { name: 'box1', trust: 'practice', key: '', bad: null } }],
      [staging, { server: null }],
      [{ ...staging, pipeline: null }, { server: { name: 'box1', trust: 'changed', key: '', bad: null } }],
      [plan('staging', 'observation'), { server: { name: 'box1', trust: 'trusted', key: '', bad: 'disk full' } }],
    ],
    stops: [
      [
        staging,
        { server: { name: 'box1', trust: 'unconfirmed', key: 'k', bad: null } },
        { does: 'refuse', code: 'host_key_unconfirmed' },
      ],
      [
        staging,
        { server: { name: 'box1', trust: 'changed', key: 'k', bad: null } },
        { does: 'refuse', code: 'host_key_changed' },
      ],
      [
        staging,
        { server: { name: 'box1', trust: 'trusted', key: 'k', bad: 'disk full' } },
        { does: 'refuse', code: 'server_unwell' },
      ],
    ],
  },
  quota: {
    passes: [
      [staging, { open: 1000 }],
      [staging, { policy: strict, open: 2 }],
      [
        { ...staging, pipeline: null },
        { policy: strict, open: 3 },
      ],
    ],
    stops: [[staging, { policy: strict, open: 3 }, { does: 'refuse', code: 'quota_reached' }]],
  },
  order: {
    passes: [
      [production, { order }],
      [production, { policy: strict, order: { ...order, passed: true } }],
      [production, { policy: strict, order: null }],
      [staging, { policy: strict, order }],
    ],
    stops: [[production, { policy: strict, order }, { does: 'refuse', code: 'staging_first' }]],
  },
  lock: {
    passes: [
      [staging, {}],
      [staging, { lock: { ...lock, mine: true } }],
      [plan('staging', 'settings'), { lock }],
    ],
    stops: [
      [staging, { lock }, { does: 'refuse', code: 'locked' }],
      [staging, { lock, wait: true }, { does: 'hold', waitsFor: 'lock', until: 9000, code: 'locked' }],
      [staging, { lock, automatic: true }, { does: 'hold', waitsFor: 'lock', code: 'locked' }],
      [staging, { lock, emergency: 'fire' }, { does: 'refuse', code: 'locked' }],
    ],
  },
  running_job: {
    passes: [
      [staging, {}],
      [{ ...staging, holds: [] }, { ahead: { number: 7, target: 'acme' } }],
    ],
    stops: [[staging, { ahead: { number: 7, target: 'acme' } }, { does: 'hold', waitsFor: 'turn', code: 'job_runs' }]],
  },
  freeze: {
    passes: [
      [staging, {}],
      [plan('staging', 'settings'), { freeze }],
    ],
    stops: [
      [staging, { freeze }, { does: 'hold', waitsFor: 'freeze', until: 9000, code: 'frozen' }],
      [staging, { freeze, automatic: true }, { does: 'hold', waitsFor: 'freeze', code: 'frozen' }],
    ],
  },
  approval: {
    passes: [
      [production, { approved: true }],
      [staging, {}],
      [plan('production', 'settings', 'observation', 'people', 'host'), {}],
    ],
    stops: [[production, {}, { does: 'hold', waitsFor: 'approval', code: 'needs_approval' }]],
  },
}

describe.each(reasons)('the gate %s', (reason) => {
  test.each(ways[reason].passes.map((way, at) => [at, ...way] as const))('lets through (%i)', (_at, about, more) => {
    expect(says(reason, about, more)).toEqual(proceeds)
  })
  test.each(ways[reason].stops.map((way, at) => [at, ...way] as const))('stops (%i)', (_at, about, more, verdict) => {
    const said = says(reason, about, more)
    expect(said).toMatchObject(verdict)
    if (said.does === 'proceed') throw new Error('it let it through')
    expect(reasonCodes[reason]).toContain(said.code)
    expect(errors[said.code].remedy.length).toBeGreaterThan(0)
    // Every name in the sentence is given.
    const { message } = errors[said.code]
    for (const [, name = ''] of message.matchAll(/\{(\w+)\}/g)) {
      if (said.code !== 'not_allowed') expect(Object.keys(said.facts), said.code).toContain(name)
    }
  })
})

test('whatever touches code, data, availability or the way back of production is stopped, and nothing else', () => {
  const stopped = effects.filter((effect) => says('approval', plan('production', effect), {}).does !== 'proceed')
  expect(stopped).toEqual(['code', 'data', 'availability', 'recoverability'])
  for (const kind of ['staging', 'development', null] as const) {
    expect(says('approval', plan(kind, ...effects), {})).toEqual(proceeds)
  }
})

test('an emergency passes a freeze and a missing approver, says so, and passes nothing else', () => {
  const all = judged(production, { ...easy, freeze, emergency: 'fire' })
  expect(brokenBy(all)).toEqual(['freeze', 'approval'])
  const worst = { freeze, lock, order, policy: strict, open: 9, emergency: 'fire' }
  const stopped = judged(production, { ...easy, ...worst }).filter(({ verdict }) => verdict.does !== 'proceed')
  expect(stopped.map(({ reason }) => reason)).toEqual(['quota', 'order', 'lock'])
})

test('the first that refuses decides, in the order of the list', () => {
  expect(refusalAmong(judged(staging, easy))).toBeNull()
  const both = judged(production, { ...easy, policy: strict, order, open: 9 })
  expect(refusalAmong(both)?.code).toBe('quota_reached')
})

test('people are waited for first, then the time, then what ends by itself', () => {
  const all = { freeze, lock, wait: true, ahead: { number: 7, target: 'acme' } }
  const held = (about: Plan, more: Partial<Circumstances>, at: number | null) =>
    waitingFor(judged(about, { ...easy, ...more }), at, 'then', 1000)
  expect(held(production, all, 5000)).toMatchObject({ waitsFor: 'approval', waitsUntil: null })
  expect(held(staging, all, 5000)).toEqual({ waitsFor: 'time', waitsWhy: 'then', waitsUntil: 5000 })
  expect(held(staging, all, 1000)).toMatchObject({ waitsFor: 'lock', waitsUntil: 9000 })
  expect(held(staging, { freeze }, null)).toMatchObject({ waitsFor: 'freeze', waitsUntil: 9000 })
  expect(held(staging, { ahead: all.ahead }, null)).toMatchObject({
    waitsFor: 'turn',
    waitsWhy: '#7 is at work on acme.',
  })
  expect(held(staging, {}, null)).toEqual({ waitsFor: 'turn', waitsWhy: null, waitsUntil: null })
})

test('a hold says the sentence of the table', () => {
  const said = says('freeze', staging, { freeze })
  if (said.does === 'proceed') throw new Error('it let it through')
  expect(sentence(said)).toBe('Nothing is changed in acme until Monday: weekend.')
})
