import type { Change } from '../event/change.ts'
import { ofChildren } from './children.rule.ts'
import { jobEvent } from './event.ts'
import type { Job } from './job.ts'

/** A job that others are part of has no run of its own: whatever one of them does moves it. */
export async function parentFollows(rows: Change, { parentId }: Pick<Job, 'parentId'>, now: number): Promise<void> {
  if (parentId === null) return
  const parent = await rows.job.one({ id: parentId })
  if (!parent || !['pending', 'running'].includes(parent.state)) return
  const children = await rows.job.pick(['number', 'state', 'percent', 'etaAt', 'startedAt'], { parentId })
  const { percent, ...whole } = ofChildren(children)
  const over = whole.state !== 'pending' && whole.state !== 'running'
  const changed = await rows.job.update(
    { id: parent.id, state: parent.state },
    { ...whole, percent: Math.max(parent.percent, percent), waitsFor: null, ...(over ? { finishedAt: now } : {}) },
  )
  if (changed === 0 || whole.state === parent.state) return
  if (over) rows.tell(jobEvent(parent, 'job.finished', { state: whole.state }))
  else rows.tell(jobEvent(parent, 'job.started'))
}
