import { expect, test } from 'vitest'
import { passed } from '../../../core/gate/gate.ts'
import { type Effect, effects, type Plan } from '../../../core/operation/plan.ts'

const allowed = { right: { allowed: true, has: 'admin' } } as const

function plan(kind: Plan['environmentKind'], ...touched: Effect[]): Plan {
  const about = {
    operation: 'any',
    target: 'acme',
    lines: [],
    pipeline: null,
    input: null,
    holds: [],
    outlook: null,
    basis: null,
  }
  return { ...about, environmentKind: kind, effects: touched }
}

test('whatever touches code, data, availability or the way back of production is stopped', () => {
  const stopped = effects.filter((effect) => !passed(plan('production', effect), allowed).proceed)
  expect(stopped).toEqual(['code', 'data', 'availability', 'recoverability'])
})

test('one such effect among others is enough, and other kinds pass', () => {
  expect(passed(plan('production', 'settings', 'data'), allowed)).toEqual({
    proceed: false,
    how: 'refuse',
    reason: 'approval',
  })
  for (const kind of ['staging', 'development', null] as const) {
    expect(passed(plan(kind, ...effects), allowed)).toEqual({ proceed: true })
  }
})

test('without the right nothing passes', () => {
  const refused = { right: { allowed: false, seen: true, has: 'viewer', needs: 'admin' } } as const
  expect(passed(plan('staging', 'settings'), refused)).toEqual({ proceed: false, how: 'refuse', reason: 'right' })
})
