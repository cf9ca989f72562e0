import type { Change } from '../event/change.ts'
import type { Asking } from '../operation/asking.ts'
import { type Answer, type Operation, operation } from '../operation/operation.ts'
import type { Target } from '../operation/target.ts'
import { deploymentArgument } from '../reference/argument.ts'
import { findDeployment } from './find.ts'

/** What is done to a deployment is done to the job that it is: who may, when and how is said there alone. */
export function doneToItsJob(done: Operation, said: { id: string; summary: string; examples: [string] }): Operation {
  return operation({
    ...said,
    arguments: { deployment: deploymentArgument },
    async aim(asking, { deployment }): Promise<Target<unknown>> {
      const { row } = await findDeployment(asking, deployment)
      return (await prepared(asking, done, row.job.number)).target
    },
    least: done.least,
    permission: done.permission,
    effects: ['observation'],
    look: async (asking, { deployment }) => {
      const { row } = await findDeployment(asking, deployment)
      const { act } = await prepared(asking, done, row.job.number)
      if (act.kind !== 'change') throw new Error(`${done.id} is no change`)
      return act.look()
    },
    change(rows, _asking, _values, _target, work: ((rows: Change) => Promise<Answer>) | undefined) {
      if (!work) throw new Error(`${done.id} was not looked at`)
      return work(rows)
    },
  })
}

function prepared(asking: Asking, done: Operation, number: number) {
  return done.prepare(asking, { job: String(number) }, false)
}
