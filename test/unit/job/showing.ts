import { bareFacts, type JobFacts } from '../../../core/job/facts.ts'
import { type Job, noWishes, type StageRow, type StageState } from '../../../core/job/job.ts'

/** A moment on which nothing depends but what the golden files show. */
export const now = Date.UTC(2026, 10, 21, 15, 48)

const titles: readonly [string, string, number][] = [
  ['initializing', 'Initializing', 500],
  ['connecting', 'Connecting', 800],
  ['creating_network', 'Creating network', 300],
  ['configuring_dns', 'Configuring DNS', 1200],
  ['creating_database', 'Creating database', 3500],
  ['cloning_platform_repos', 'Cloning platform repos', 5600],
  ['cloning_org_repos', 'Cloning org repos', 5000],
  ['cloning_repo', 'Cloning project repo', 4200],
  ['pulling_image', 'Pulling image', 12_400],
  ['generating_config', 'Generating config', 500],
  ['starting_container', 'Starting container', 3200],
  ['installing_dependencies', 'Installing dependencies', 8300],
  ['initializing_database', 'Initializing database', 94_300],
  ['verifying_dns', 'Verifying DNS', 28_500],
  ['configuring_traefik', 'Configuring Traefik', 500],
  ['health_check', 'Health check', 15_000],
  ['completed', 'Completed', 100],
]

/** The seventeen, the first `done` of them completed, then one of another kind if wanted. */
export function stagesOf(done: number, then: Partial<StageRow> = {}, rest: StageState = 'pending'): StageRow[] {
  return titles.map(([stage, title, expectedMs], position) => {
    const began = now - 60_000 + position * 2000
    const row: StageRow = {
      jobId: 'j1',
      stage,
      position,
      title,
      state: position < done ? 'completed' : rest,
      latest: null,
      expectedMs,
      kept: null,
      told: null,
      takeovers: 0,
      startedAt: position < done ? began : null,
      finishedAt: position < done ? began + expectedMs : null,
    }
    return position === done ? { ...row, ...then } : row
  })
}

export function jobOf(more: Partial<Job> = {}): Job {
  const target = 'acme/staging/v19'
  return {
    id: 'j1',
    number: 812,
    operation: 'instance.deploy',
    target,
    organizationId: 'o1',
    projectId: 'p1',
    environmentId: 'e1',
    instanceId: 'i1',
    serverId: 's1',
    state: 'running',
    plan: {
      operation: 'instance.deploy',
      target,
      effects: ['code'],
      environmentKind: 'staging',
      lines: ['Deploys a3b2c1d of main to acme/staging/v19', 'The database is not touched'],
      pipeline: 'deploy',
      input: null,
      holds: [],
      outlook: null,
      basis: null,
    },
    effects: ['code'],
    requestedBy: 'm1',
    automatic: false,
    origin: { surface: 'slack', team: 'T1', channel: 'C1', thread: null, link: null },
    parentId: null,
    retryOf: null,
    priority: 0,
    readyAt: now,
    waitsFor: null,
    waitsWhy: null,
    waitsUntil: null,
    wishes: noWishes,
    percent: 0,
    etaAt: null,
    fence: 1,
    owner: null,
    leaseUntil: null,
    takeovers: 0,
    cancelAsked: false,
    failure: null,
    result: null,
    createdAt: now - 62_000,
    startedAt: now - 60_000,
    finishedAt: null,
    ...more,
  }
}

export function factsWith(more: Partial<JobFacts> = {}): JobFacts {
  return {
    ...bareFacts,
    askedBy: 'Ada',
    deployment: {
      id: 'j1',
      instanceId: 'i1',
      environmentId: 'e1',
      projectId: 'p1',
      version: 5,
      kind: 'deploy',
      trigger: 'manual',
      branch: 'main',
      commit: 'a3b2c1d4e5f60718293a4b5c6d7e8f9001122334',
      message: 'Let orders be cancelled\n\nLonger words.',
      author: 'John Doe',
      authorEmail: 'john@example.com',
      committedAt: now - 3_600_000,
      imageTag: 'odoo:19.0',
      imageDigest: 'sha256:1',
      containerId: null,
      fromId: 'j0',
      createdAt: now - 62_000,
    },
    from: { commit: '9f8e7d6c5b4a39281706f5e4d3c2b1a000998877', branch: 'main' },
    url: 'https://staging.acme.example',
    instance: 'acme/staging/v19',
    project: 'acme',
    server: 'box1',
    ...more,
  }
}
