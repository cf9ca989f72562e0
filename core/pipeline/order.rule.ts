import type { Pipeline, Stage } from './stage.ts'

/** A pipeline that can never be run to its end is a mistake of ours, and is told when the process starts. */
export function checked<Input>(pipeline: Pipeline<Input>): Pipeline<Input> {
  const ids = new Set<string>()
  for (const { id } of pipeline.stages) {
    if (ids.has(id)) throw new Error(`the pipeline ${pipeline.name} has two stages called ${id}`)
    ids.add(id)
  }
  for (const { id, needs } of pipeline.stages) {
    const unknown = needs.find((need) => !ids.has(need))
    if (unknown) throw new Error(`the stage ${id} of the pipeline ${pipeline.name} needs ${unknown}, which it has not`)
  }
  inOrder(pipeline)
  return pipeline
}

/** Its stages so that each stands behind what it needs; otherwise as they are listed. */
export function inOrder<Input>({ name, stages }: Pick<Pipeline<Input>, 'name' | 'stages'>): Stage<Input>[] {
  const ordered: Stage<Input>[] = []
  const placed = new Set<string>()
  let left = [...stages]
  while (left.length > 0) {
    const free = left.filter(({ needs }) => needs.every((need) => placed.has(need)))
    if (free.length === 0) {
      const circle = left.map(({ id }) => id).join(', ')
      throw new Error(`the stages of the pipeline ${name} wait for each other: ${circle}`)
    }
    for (const stage of free) placed.add(stage.id)
    ordered.push(...free)
    left = left.filter(({ id }) => !placed.has(id))
  }
  return ordered
}
