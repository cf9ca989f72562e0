import { renewPipeline } from '../certificate/renew.pipeline.ts'
import { cleanupPipeline } from '../cleanup/cleanup.pipeline.ts'
import { deployPipeline } from '../deployment/deploy.pipeline.ts'
import { serverCheckPipeline } from '../server/check.pipeline.ts'
import { serverExecPipeline } from '../server/exec.pipeline.ts'
import { checked } from './order.rule.ts'
import type { Pipeline } from './stage.ts'

const pipelines: readonly Pipeline<never>[] = [
  checked(serverCheckPipeline),
  checked(serverExecPipeline),
  checked(deployPipeline),
  checked(cleanupPipeline),
  checked(renewPipeline),
]

export function pipelineNamed(name: string): Pipeline<never> {
  const found = pipelines.find((pipeline) => pipeline.name === name)
  if (!found) throw new Error(`there is no pipeline called ${name}`)
  return found
}
