import { z } from 'zod'
import { claimNext } from '../../../core/job/claim.ts'
import type { Job } from '../../../core/job/job.ts'
import { argument } from '../../../core/operation/argument.ts'
import { operation } from '../../../core/operation/operation.ts'
import { Operations } from '../../../core/operation/registry.ts'
import type { Who } from '../../../core/operation/request.ts'
import { whenArguments } from '../../../core/operation/when.arguments.ts'
import { instanceArgument } from '../../../core/reference/argument.ts'
import { findInstance } from '../../../core/reference/find.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { project } from '../places.ts'

/** What the world outside looks like to the operation under test. */
export interface World {
  basis: string
  ahead: number
  commit: string
}

export interface ShipHouse extends TestHouse {
  world: World
  projectId: string
  /** Asks to ship to production, and answers the job. */
  ships(who: Who, given?: Record<string, unknown>): Promise<Job>
  job(number: number): Promise<Job>
}

/** A house with acme, and an operation that touches what runs there like a deploy. */
export async function shipHouse(place?: Parameters<typeof testHouse>[1]): Promise<ShipHouse> {
  const house = await testHouse({}, place)
  const world: World = { basis: 'b1', ahead: 0, commit: 'c0ffee1234567890' }
  house.operations = new Operations([...house.operations.all(), ship(world)])
  const projectId = await project(house, 'acme', { environments: ['production', 'staging', 'development'] })
  const job = async (number: number) => {
    const found = await house.store.reading.job.one({ number })
    if (!found) throw new Error(`there is no job ${number}`)
    return found
  }
  return Object.assign(house, {
    world,
    projectId,
    job,
    async ships(who: Who, given: Record<string, unknown> = {}) {
      const outcome = await house.outcome(who, 'ship.it', { instance: 'acme/production/v19', ...given })
      if (outcome.kind === 'answer') throw new Error('it made no job')
      return job(outcome.job.number)
    },
  })
}

/** Takes what may run now, as the dispatcher does. */
export function claimed(house: ShipHouse): Promise<Job | null> {
  return claimNext(house, 'tester')
}

function ship(world: World) {
  return operation({
    id: 'ship.it',
    summary: 'Ship it',
    examples: ['ship it acme/production'],
    arguments: {
      instance: instanceArgument,
      ...whenArguments(),
      unlock: argument(z.boolean().default(false), { label: 'Unlock' }),
    },
    aim: (asking, { instance }, use) => findInstance(asking, instance, use),
    least: 'environment',
    effects: ['code', 'availability'],
    plan: (_asking, _values, { row }) =>
      Promise.resolve({
        lines: ['Ship it'],
        pipeline: 'server.check',
        input: null,
        holds: [`instance:${row.instance.id}`],
        basis: world.basis,
        commit: world.commit,
      }),
    basis: () => Promise.resolve(world.basis),
    ahead: () => Promise.resolve(world.ahead),
  })
}
