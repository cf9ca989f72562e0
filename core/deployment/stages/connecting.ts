import { connecting as begin } from '../../pipeline/connecting.ts'
import { type DeployStage, patient } from '../deploy.stage.ts'

export const connecting: DeployStage = begin({
  needs: ['initializing'],
  retries: patient,
  to: ({ input }) => input.server.address,
})
