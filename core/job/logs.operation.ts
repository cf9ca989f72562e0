import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import { findJob } from './find.ts'
import { jobData, lineData } from './job.data.ts'
import { logArguments, logOf } from './log.ts'

export const jobLogs = operation({
  id: 'job.logs',
  summary: 'What a job said: its last lines, and those before them by page',
  examples: ['job logs 812', 'job logs 812 --level warning', 'job logs 812 --stage connecting --tail 500'],
  arguments: { job: jobArgument, ...logArguments },
  aim: (asking, { job }) => findJob(asking, job),
  least: 'viewer',
  async answer(asking, values, { row }) {
    const { card, lines, ...pages } = await logOf(asking, row, 'job', values)
    return { card, data: { job: jobData(row), lines: lines.map(lineData), ...pages } }
  },
})
