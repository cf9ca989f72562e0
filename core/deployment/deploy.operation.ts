import { operation } from '../operation/operation.ts'
import { whenArguments } from '../operation/when.arguments.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { codeArguments, refOf, unlockArgument } from './deploy.arguments.ts'
import { deployLife } from './life.ts'
import { planned } from './planning.ts'

export const instanceDeploy = operation({
  id: 'instance.deploy',
  summary: 'Put an instance on its server: exactly the commits, image and settings that the plan says',
  examples: ['deploy acme/staging', 'deploy acme/staging --branch 19.0-next', 'deploy acme/staging --no-update'],
  aliases: ['deploy'],
  arguments: { instance: instanceArgument, ...codeArguments(), ...whenArguments(), unlock: unlockArgument },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['code', 'availability', 'data'],
  async plan(asking, values, { row, name }) {
    const ref = refOf(values, row.instance.branch)
    return (await planned(asking, row, name, { kind: 'deploy', ref, update: values.update })).draft
  },
  ...deployLife,
})
