import type { Deployment } from '../../../core/deployment/deployment.ts'
import type { Event } from '../../../core/event/event.ts'
import type { Job } from '../../../core/job/job.ts'
import type { Reading } from '../../../core/ports/store.ts'

/** A deployment with the names that stand in its messages. */
export interface Run {
  job: Job
  deployment: Deployment
  project: string
  environment: string
}

type Named = Omit<Run, 'job'>

const remembered = 500

/** Rows that the messages of a batch need: the job as it is now, and what never changes only once. */
export class Facts {
  readonly #reading: Reading
  readonly #named = new Map<string, Named>()
  #jobs = new Map<string, Job>()

  constructor(reading: Reading) {
    this.#reading = reading
  }

  /** Before the messages of these events are made. */
  async load(events: readonly Event[]): Promise<void> {
    const ids = [...new Set(events.flatMap(({ jobId }) => jobId ?? []))]
    const jobs = ids.length === 0 ? [] : await this.#reading.job.find({ id: { in: ids } })
    this.#jobs = new Map(jobs.map((job) => [job.id, job]))
  }

  /** Null where the job is no deployment. */
  async run(jobId: string): Promise<Run | null> {
    const job = this.#jobs.get(jobId)
    const named = job && (this.#named.get(jobId) ?? (await this.#name(job)))
    return job && named ? { ...named, job } : null
  }

  async #name(job: Job): Promise<Named | null> {
    const deployment = await this.#reading.deployment.one({ id: job.id })
    if (!deployment) return null
    const [project, environment] = await Promise.all([
      this.#reading.project.one({ id: deployment.projectId }),
      this.#reading.environment.one({ id: deployment.environmentId }),
    ])
    const named = { deployment, project: project?.name ?? '', environment: environment?.kind ?? '' }
    this.#named.set(job.id, named)
    for (const oldest of this.#named.keys()) {
      if (this.#named.size <= remembered) break
      this.#named.delete(oldest)
    }
    return named
  }
}
