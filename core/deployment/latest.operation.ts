import { operation } from '../operation/operation.ts'
import { environmentArgument } from '../reference/argument.ts'
import { latestCard } from './deployment.card.ts'
import { latestData } from './deployment.data.ts'
import { groundCalled } from './find.ts'
import { pastDeployments } from './past.ts'

export const deploymentLatest = operation({
  id: 'deployment.latest',
  summary: 'The newest deployment of an environment or of an instance',
  examples: ['deployment latest acme/staging', 'deployment latest acme/staging/v19'],
  arguments: { environment: environmentArgument },
  aim: (asking, { environment }) => groundCalled(asking, environment),
  least: 'viewer',
  async answer(asking, _values, { row, name, ids }) {
    const { environmentId, instanceId } = row
    const where = { projectId: ids.projectId, environmentId, ...(instanceId ? { instanceId } : {}) }
    const [newest] = await pastDeployments(asking, where, { skip: 0, limit: 1 })
    const data = { ...latestData(environmentId, newest ?? null), ...(instanceId ? { instance_id: instanceId } : {}) }
    if (newest) return { card: latestCard(newest, name), data }
    return {
      card: {
        title: `Nothing was deployed to ${name} yet`,
        tone: 'idle',
        state: 'no deployment',
        words: [name, 'deployment'],
      },
      data,
    }
  },
})
