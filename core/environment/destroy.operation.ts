import { endOfGone, refuseAtWork } from '../job/of-gone.ts'
import { operation } from '../operation/operation.ts'
import { projectEvent } from '../project/event.ts'
import { refuseStanding } from '../project/state.ts'
import { environmentArgument } from '../reference/argument.ts'
import { findEnvironment } from '../reference/find.ts'

export const environmentDestroy = operation({
  id: 'environment.destroy',
  summary: 'Take an environment away with everything that is written about it',
  examples: ['environment destroy acme/staging --confirm acme/staging'],
  arguments: { environment: environmentArgument },
  aim: (asking, { environment }, use) => findEnvironment(asking, environment, use),
  least: 'admin',
  effects: ['data', 'availability'],
  confirm: { type: (_values, { name }) => name },
  async change(rows, { house }, _values, { row: { project, environment }, name }) {
    await refuseStanding(rows, name, [environment.id])
    await refuseAtWork(rows, name, [environment.id])
    await endOfGone(house, rows, name, [environment.id])
    const gone = await rows.instance.remove({ environmentId: environment.id })
    await rows.environment.remove({ id: environment.id })
    rows.tell(projectEvent(project, 'environment.destroyed', { environment: environment.kind, instances: gone }))
    return {
      card: {
        title: `${name} is gone`,
        tone: 'idle',
        state: 'destroyed',
        lines: [
          {
            text: `With it ${gone} ${gone === 1 ? 'instance' : 'instances'} that ${gone === 1 ? 'was' : 'were'} not deployed`,
          },
        ],
        view: `project show ${project.slug}`,
        words: [name, 'destroyed'],
      },
      data: { environment: name, instances: gone },
    }
  },
})
