import type { Containers } from '../../core/ports/containers.ts'
import type { Errand } from '../../core/ports/host.ts'

/** Whose job a container was made by, and under which fence: on those that run to their end. */
const jobLabel = 'pilothouse.job'
const fenceLabel = 'pilothouse.fence'

/**
 * Commands, runs and the line of an earlier worker ended when this connection was made. What is left are its
 * one-shot containers.
 */
export async function takeOver(
  { list, remove }: Pick<Containers, 'list' | 'remove'>,
  errand: Errand | null,
): Promise<void> {
  if (!errand) return
  const lower = (await list()).filter(({ labels }) => {
    const fence = Number(labels[fenceLabel] ?? Number.NaN)
    return labels[jobLabel] === errand.jobId && fence < errand.fence
  })
  await Promise.all(lower.map(({ name }) => remove(name)))
}
