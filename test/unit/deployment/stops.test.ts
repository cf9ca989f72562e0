import { expect, test } from 'vitest'
import { deployPipeline } from '../../../core/deployment/deploy.pipeline.ts'
import { exampleRelease } from './example-release.ts'

const always = [true, true]
const redeploy = [false, true]
const never = [false, false]

/** Whether its failure stops a first deploy, and a redeploy; where it does not, the run warns and goes on. */
const wanted: Readonly<Record<string, readonly boolean[]>> = {
  initializing: always,
  connecting: always,
  creating_network: always,
  configuring_dns: never,
  creating_database: always,
  cloning_platform_repos: redeploy,
  cloning_org_repos: redeploy,
  cloning_repo: always,
  pulling_image: always,
  generating_config: always,
  starting_container: always,
  installing_dependencies: redeploy,
  initializing_database: always,
  verifying_dns: never,
  configuring_traefik: redeploy,
  health_check: redeploy,
  completed: always,
}

test('what fails stops the run only where people would be worse off by going on', () => {
  const release = exampleRelease()
  const stops = deployPipeline.stages.map((stage) => [
    stage.id,
    (['first', 'beside'] as const).map((way) => stage.stops?.({ ...release, way }) ?? true),
  ])
  expect(stops).toEqual(Object.entries(wanted))
})
