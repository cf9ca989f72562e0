import type { Action } from '../card/card.ts'
import { remedies } from '../diagnosis/remedies.ts'
import type { JobFacts } from './facts.ts'
import type { Job, StageRow } from './job.ts'
import { retriesFrom } from './retry.rule.ts'

/** The buttons that fit the state. */
export function jobActions(job: Job, stages: readonly StageRow[], facts: JobFacts, unfolded: boolean): Action[] {
  const logs = ofJob(job, 'Logs', 'job.logs')
  const help = remedies(facts.diagnosis, facts, job)
  if (job.state === 'running') return job.cancelAsked ? [logs] : [cancelButton(job), ...help, logs]
  const behind = unfolded || stages.length === 0 ? [] : [stagesButton(job)]
  if (job.state === 'pending') return [cancelButton(job), ...help, ...(unfolded ? [] : [stagesButton(job)])]
  if (job.state === 'success') return [...open(facts), ...rollBack(job, facts), ...help, ...behind, logs]
  return [retry(job, stages), ...help, ...behind, logs]
}

function ofJob({ number }: Job, label: string, operation: string): Extract<Action, { operation: string }> {
  return { label, operation, arguments: { job: String(number) } }
}

export function cancelButton(job: Job): Action {
  return { ...ofJob(job, 'Cancel', 'job.cancel'), style: 'danger', confirm: `Cancel #${job.number}?` }
}

function stagesButton({ number }: Job): Action {
  return { label: 'Stages', operation: 'job.show', arguments: { job: String(number), stages: true } }
}

function open({ url }: JobFacts): Action[] {
  return url === null ? [] : [{ label: 'Open', url }]
}

/** Back to what ran before, where something did. */
function rollBack(job: Job, { deployment, from, instance }: JobFacts): Action[] {
  if (!deployment || !from || instance === null || deployment.kind === 'rollback') return []
  return [
    {
      label: 'Roll back',
      operation: 'instance.rollback',
      arguments: { instance },
      style: 'danger',
      confirm: `Roll ${job.target} back to ${from.commit.slice(0, 7)}?`,
    },
  ]
}

/** It goes on where it ended; the button says where that is. */
function retry(job: Job, stages: readonly StageRow[]): Action {
  const from = retriesFrom(job, stages)
  return { ...ofJob(job, from ? `Retry from ${from.title}` : 'Retry', 'job.retry'), style: 'primary' }
}
