import { z } from 'zod'
import { logArguments, logOf } from '../job/log.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { deploymentArgument } from '../reference/argument.ts'
import { logData } from './deployment.data.ts'
import { findDeployment } from './find.ts'

export const deploymentLogs = operation({
  id: 'deployment.logs',
  summary: 'What a deployment said, by level, stage and page; also of those long past',
  examples: ['deployment logs 812', 'deployment logs 812 --level error', 'deployment logs 812 --stage pulling_image'],
  arguments: {
    deployment: deploymentArgument,
    ...logArguments,
    exact: argument(z.boolean().default(false), { label: 'Exact', help: 'This level alone, and not worse ones' }),
    skip: argument(z.coerce.number().int().min(0).max(1_000_000_000).optional(), {
      label: 'Skip',
      help: 'Onwards from the beginning, so many lines passed over',
    }),
  },
  aim: (asking, { deployment }) => findDeployment(asking, deployment),
  least: 'viewer',
  async answer(asking, values, { row }) {
    const { card, lines, ...pages } = await logOf(asking, row.job, 'deployment', values)
    return { card, data: { deployment_id: row.job.id, number: row.job.number, logs: lines.map(logData), ...pages } }
  },
})
