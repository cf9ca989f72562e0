import { z } from 'zod'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import { findJob } from './find.ts'
import { jobData, lineData, stageData } from './job.data.ts'
import { lineText, timeText } from './log.ts'

export const formatArgument = argument(z.enum(['txt', 'json']).default('txt'), { label: 'Format' })

export const jobExport = operation({
  id: 'job.export',
  summary: 'The whole log of a job as a file',
  examples: ['job export 812', 'job export 812 --format json'],
  arguments: { job: jobArgument, format: formatArgument },
  aim: (asking, { job }) => findJob(asking, job),
  least: 'viewer',
  async answer({ reading, now }, { format }, { row }) {
    const [lines, stages] = await Promise.all([
      reading.line.find({ jobId: row.id }, { order: ['sequence'] }),
      reading.stage.find({ jobId: row.id }, { order: ['position'] }),
    ])
    const exportedAt = new Date(now).toISOString()
    const data = {
      ...jobData(row),
      exported_at: exportedAt,
      stages: stages.map(stageData),
      logs: lines.map(lineData),
    }
    const head = [
      '=== Job Logs ===',
      `Job: #${row.number} (${row.id})`,
      `Operation: ${row.operation} ${row.target}`,
      `State: ${row.state}`,
      `Exported: ${timeText(now, 'UTC')} UTC`,
      '',
    ]
    const text =
      format === 'json'
        ? JSON.stringify(data, null, 2)
        : [...head, ...lines.map((line) => lineText(line, 'UTC')), ''].join('\n')
    return {
      card: {
        title: `Log of #${row.number}`,
        lines: [{ text: `${lines.length} lines` }],
        attachment: { name: `job-${row.number}.${format}`, title: `Log of #${row.number}`, text },
        view: `job logs ${row.number}`,
        words: [`#${row.number}`, 'log', row.target],
      },
      data,
    }
  },
})
