import { formatArgument } from '../job/export.operation.ts'
import { countLines } from '../job/lines.ts'
import { operation } from '../operation/operation.ts'
import { deploymentArgument } from '../reference/argument.ts'
import { exported, type Format } from './export.ts'
import { findDeployment } from './find.ts'

export const deploymentExport = operation({
  id: 'deployment.export',
  summary: 'The whole log of a deployment as a file',
  examples: ['deployment export 812', 'deployment export 812 --format json'],
  arguments: { deployment: deploymentArgument, format: formatArgument },
  aim: (asking, { deployment }) => findDeployment(asking, deployment),
  least: 'viewer',
  async answer({ reading, now }, { format }, { row }) {
    const { number } = row.job
    const text = await whole(exported(reading, row, format, now))
    const lines = await countLines(reading, row.job.id)
    return {
      card: {
        title: `Log of #${number}`,
        lines: [{ text: `${lines} lines, times in UTC` }],
        attachment: { name: exportName(number, format), title: `Log of #${number}`, text },
        view: `deployment logs ${number}`,
        words: [`#${number}`, 'log', row.job.target],
      },
      data: { name: exportName(number, format), format, text, lines },
    }
  },
})

export function exportName(number: number, format: Format): string {
  return `deployment-${number}.${format}`
}

async function whole(parts: AsyncIterable<string>): Promise<string> {
  const all: string[] = []
  for await (const part of parts) all.push(part)
  return all.join('')
}
