import type { Job, Line } from './job.ts'

const trouble: readonly Line['level'][] = ['warning', 'error']

/** Which lines of a job its thread hears: of most what went wrong, of a command that somebody typed all that it said. */
export function loudLevels(job: Pick<Job, 'operation'> | null): readonly Line['level'][] {
  return speaks(job) ? ['info', ...trouble] : trouble
}

export function speaks(job: Pick<Job, 'operation'> | null): boolean {
  return job?.operation === 'server.exec'
}
