import type { Pipeline } from '../pipeline/stage.ts'
import type { DeployStage } from './deploy.stage.ts'
import { deployPipelineName, type Release } from './release.ts'
import { afterwards } from './stages/afterwards.ts'
import { cloningOrgRepos, cloningPlatformRepos, cloningRepo } from './stages/cloning.ts'
import { completed } from './stages/completed.ts'
import { configuringDns } from './stages/configuring-dns.ts'
import { configuringTraefik } from './stages/configuring-traefik.ts'
import { connecting } from './stages/connecting.ts'
import { creatingDatabase } from './stages/creating-database.ts'
import { creatingNetwork } from './stages/creating-network.ts'
import { generatingConfig } from './stages/generating-config.ts'
import { healthCheck } from './stages/health-check.ts'
import { initializing } from './stages/initializing.ts'
import { initializingDatabase } from './stages/initializing-database.ts'
import { installingDependencies } from './stages/installing-dependencies.ts'
import { pullingImage } from './stages/pulling-image.ts'
import { startingContainer } from './stages/starting-container.ts'
import { verifyingDns } from './stages/verifying-dns.ts'

/** In the order in which people see them; when each runs, its needs say. */
const working: readonly DeployStage[] = [
  initializing,
  connecting,
  creatingNetwork,
  configuringDns,
  creatingDatabase,
  cloningPlatformRepos,
  cloningOrgRepos,
  cloningRepo,
  pullingImage,
  generatingConfig,
  startingContainer,
  installingDependencies,
  initializingDatabase,
  verifyingDns,
  configuringTraefik,
  healthCheck,
]

export const deployPipeline: Pipeline<Release> = {
  name: deployPipelineName,
  afterwards,
  stages: [...working, { ...completed, needs: working.map(({ id }) => id) }],
}
