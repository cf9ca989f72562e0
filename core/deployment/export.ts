import { allLines } from '../job/lines.ts'
import { timeText } from '../job/log.ts'
import type { Reading } from '../ports/store.ts'
import { iso, logData } from './deployment.data.ts'
import type { DeploymentFound } from './find.ts'

export type Format = 'txt' | 'json'

/** The log of a deployment in the formats of OEC.SH, piece by piece: it may be a million lines. */
export async function* exported(
  reading: Pick<Reading, 'line' | 'project' | 'environment'>,
  { deployment }: DeploymentFound,
  format: Format,
  now: number,
): AsyncGenerator<string> {
  const [project, environment] = await Promise.all([
    reading.project.one({ id: deployment.projectId }),
    reading.environment.one({ id: deployment.environmentId }),
  ])
  const head: Head = { id: deployment.id, project: project?.name ?? '', environment: environment?.kind ?? '', now }
  yield* format === 'json' ? asJson(reading, head) : asText(reading, head)
}

interface Head {
  id: string
  project: string
  environment: string
  now: number
}

async function* asJson(
  reading: Pick<Reading, 'line'>,
  { id, project, environment, now }: Head,
): AsyncGenerator<string> {
  const head = { deployment_id: id, project_name: project, environment_name: environment, exported_at: iso(now) }
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "logs": [`
  let before = '\n'
  for await (const lines of allLines(reading, id)) {
    yield before + lines.map((line) => `    ${JSON.stringify(logData(line))}`).join(',\n')
    before = ',\n'
  }
  yield before === '\n' ? ']\n}\n' : '\n  ]\n}\n'
}

async function* asText(
  reading: Pick<Reading, 'line'>,
  { id, project, environment, now }: Head,
): AsyncGenerator<string> {
  yield `=== Deployment Logs ===
Deployment ID: ${id}
Project: ${project}
Environment: ${environment}
Exported: ${timeText(now, 'UTC')} UTC

`
  for await (const lines of allLines(reading, id))
    yield lines
      .map(({ at, level, message }) => `[${timeText(at, 'UTC')}] [${level.toUpperCase()}] ${message}\n`)
      .join('')
}
