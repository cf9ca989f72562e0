import { expect, test } from 'vitest'
import { hurtsProduction } from '../../../core/gate/gate.ts'
import { ask } from '../../../core/operation/ask.ts'
import type { Operation, Prepared } from '../../../core/operation/operation.ts'
import type { Plan } from '../../../core/operation/plan.ts'
import { Operations } from '../../../core/operation/registry.ts'
import { allOperations } from '../../../core/operations.ts'
import { instanceTarget } from '../../../core/reference/find.ts'
import { channel } from '../house.ts'
import { type ShipHouse, shipHouse } from './ship.ts'

const changing = allOperations()
  .all()
  .filter(({ kind }) => kind !== 'read')
const touching = changing.filter(({ effects }) => effects.some((effect) => hurtsProduction.includes(effect)))

/** The operation as it is declared, aimed at production whatever its arguments are; it says so where it is done. */
async function aimed(house: ShipHouse, operation: Operation, done: () => void): Promise<Operation> {
  const { reading } = house.store
  const project = await reading.project.one({ id: house.projectId })
  const environment = await reading.environment.one({ projectId: house.projectId, kind: 'production' })
  const instance = await reading.instance.one({ environmentId: environment?.id ?? '' })
  if (!project || !environment || !instance) throw new Error('acme is not there')
  const target = instanceTarget({ project, environment, instance })
  const plan: Plan = {
    operation: operation.id,
    target: target.name,
    effects: [...operation.effects],
    environmentKind: 'production',
    lines: [],
    pipeline: operation.kind === 'work' ? 'server.check' : null,
    input: null,
    holds: [],
    outlook: null,
    basis: null,
  }
  const work = () => {
    done()
    return Promise.resolve({ card: { title: 'done' }, data: null })
  }
  const act: Prepared['act'] =
    operation.kind === 'work'
      ? { kind: 'work', plan: () => Promise.resolve(plan) }
      : { kind: 'change', plan, look: () => Promise.resolve(work) }
  const prepared: Prepared = {
    target,
    unconfirmed: null,
    confirmed: true,
    when: { at: null, wait: false, emergency: null, unlock: false },
    act,
  }
  return { ...operation, begun: null, prepare: () => Promise.resolve(prepared) }
}

async function asked(operation: Operation) {
  const house = await shipHouse()
  let done = false
  house.operations = new Operations([await aimed(house, operation, () => (done = true))])
  const admin = await house.person('Root', 'admin')
  const outcome = await ask(house, {
    operation: operation.id,
    arguments: {},
    who: admin,
    origin: channel,
    delivery: null,
    asText: false,
  })
  const waiting = await house.store.reading.job.find({ waitsFor: 'approval' })
  return { kind: outcome.kind, done, waiting: waiting.length }
}

test('there is something to walk over', () => {
  expect(changing.length).toBeGreaterThan(40)
  expect(touching.map(({ id }) => id)).toContain('instance.deploy')
  expect(touching.map(({ id }) => id)).toContain('environment.destroy')
})

test.each(touching.map((operation) => [operation.id, operation] as const))(
  '%s does not touch production without an approval, not even for an admin',
  async (_id, operation) => {
    expect(await asked(operation)).toEqual({ kind: 'approval', done: false, waiting: 1 })
  },
)

test('what touches nothing there is done at once: the walk would see one that passes', async () => {
  const harmless = changing.find(({ id }) => id === 'instance.configure')
  if (!harmless) throw new Error('instance.configure is gone')
  expect(await asked(harmless)).toEqual({ kind: 'answer', done: true, waiting: 0 })
})
