import { Fault } from '../error.ts'
import { operation } from '../operation/operation.ts'
import { whenArguments } from '../operation/when.arguments.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { deployLife } from './life.ts'
import { planned } from './planning.ts'

export const instanceUpdate = operation({
  id: 'instance.update',
  summary: 'Take the newest code of its branch and bring the modules to it whose code changed',
  examples: ['update acme/staging'],
  arguments: { instance: instanceArgument, ...whenArguments() },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['code', 'availability', 'data'],
  async plan(asking, _values, { row, name }) {
    if (row.instance.runsId === null) {
      throw new Fault('state_forbids', {
        why: `${name} is not deployed yet: there is nothing to update.`,
        next: `Deploy it first: \`deploy ${name}\`.`,
      })
    }
    const wanted = { kind: 'update', ref: { branch: row.instance.branch }, update: true } as const
    return (await planned(asking, row, name, wanted)).draft
  },
  ...deployLife,
})
