import { deployPipeline } from '../../core/deployment/deploy.pipeline.ts'

/** A deploy that is over, as a program is told of it. */
export interface Ran {
  started_at: number
  finished_at: number
  stages: { id: string; started_at: number; finished_at: number }[]
}

export function seconds({ started_at, finished_at }: Pick<Ran, 'started_at' | 'finished_at'>): number {
  return (finished_at - started_at) / 1000
}

/** Of all ways through the needs the one whose stages took the longest together: no run can be shorter. */
export function longestChain({ stages }: Ran): { seconds: number; stages: readonly string[] } {
  const chainTo = (id: string): { seconds: number; stages: readonly string[] } => {
    const needs = deployPipeline.stages.find((stage) => stage.id === id)?.needs ?? []
    const ran = stages.find((stage) => stage.id === id)
    if (!ran) throw new Error(`${id} did not run`)
    const [before = { seconds: 0, stages: [] }] = needs.map(chainTo).sort((one, other) => other.seconds - one.seconds)
    return { seconds: before.seconds + seconds(ran), stages: [...before.stages, id] }
  }
  const [longest = { seconds: 0, stages: [] }] = stages
    .map(({ id }) => chainTo(id))
    .sort((one, other) => other.seconds - one.seconds)
  return longest
}

/** How much longer than that it took, in percent. */
export function overChain(ran: Ran): number {
  return 100 * (seconds(ran) / longestChain(ran).seconds - 1)
}
