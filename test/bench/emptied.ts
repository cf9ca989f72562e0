import { deployPipeline } from '../../core/deployment/deploy.pipeline.ts'
import type { Pipeline, Stage } from '../../core/pipeline/stage.ts'

/** The seventeen stages with their needs, under the name by which the main process knows them, and something else in them. */
export function deployWith(runOf: (id: string) => Stage<never>['run']): Pipeline<never> {
  const stages = deployPipeline.stages.map(({ id, title, description, needs, deadlineMs, expectedMs }) => {
    return { id, title, description, needs, deadlineMs, expectedMs, run: runOf(id) }
  })
  return { name: deployPipeline.name, stages }
}

export const emptyDeploy = deployWith(() => () => Promise.resolve())
