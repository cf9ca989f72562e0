import type { Pipeline } from '../../core/pipeline/stage.ts'
import { Limits } from './limits.ts'
import { type Run, workOf } from './work.ts'

/** Whoever wants what the job holds waits for so long at most. */
const withinMs = 20_000

/** What a pipeline does once its job is over. People were told the end already: nothing of it is heard but that it failed. */
export async function tidyUp(run: Run, { name, afterwards }: Pipeline<never>): Promise<void> {
  if (!afterwards) return
  const silent = { ...run, tell: () => {} }
  const limits = new Limits({ title: name, deadlineMs: withinMs }, new AbortController().signal)
  const { work, end } = workOf(silent, { id: 'afterwards' }, limits, limits.signal)
  try {
    await limits.within(afterwards(work))
  } catch (error) {
    run.tell({ say: 'untidy', why: run.mask.text(error instanceof Error ? error.message : String(error)) })
  }
  end()
}
