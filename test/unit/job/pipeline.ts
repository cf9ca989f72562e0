import type { Briefing } from '../../../core/job/briefing.ts'
import type { Stage } from '../../../core/pipeline/stage.ts'
import type { Equipment } from '../../../core/ports/equipment.ts'
import { Secret } from '../../../core/secret.ts'
import type { FromWorker } from '../../../jobs/protocol.ts'
import { noHost, type StageHosts } from '../../../jobs/run/hosts.ts'
import { runPipeline } from '../../../jobs/run.ts'

export const address = {
  host: 'box1',
  port: 22,
  user: 'root',
  dockerSocket: '/var/run/docker.sock',
  fingerprint: 'SHA256:x',
  privateKey: new Secret('very-private-key'),
}

export const equipment: Equipment = {
  place: { base: '/opt/paasportal', prefix: 'paasportal' },
  addressRange: '10.231.0.0/16',
  proxy: { kind: 'nginx', image: 'nginx', pagesImage: 'nginx' },
  registries: [{ host: 'registry.example', username: 'bot', password: new Secret('registry-password') }],
  repositories: [],
  mirrors: { apt: null, pip: null },
  dns: null,
  resolvers: [],
  acme: null,
}

export const briefing: Briefing = {
  jobId: 'j',
  fence: 1,
  pipeline: 'p',
  mode: 'run',
  input: { n: 1 },
  address,
  equipment,
  practice: null,
  secrets: { database: new Secret('pass/word-1') },
  before: [],
}

export function stage(
  id: string,
  run: Stage<never>['run'] = () => Promise.resolve(),
  more: Partial<Stage<never>> = {},
): Stage<never> {
  return { id, title: id, description: id, needs: [], deadlineMs: 5000, expectedMs: 100, run, ...more }
}

interface Told {
  messages: FromWorker[]
  /** `begun one`, `completed one`, `done` – without lines. */
  steps: string[]
  lines: string[]
}

interface More {
  before?: Briefing['before']
  mode?: Briefing['mode']
  hosts?: StageHosts
  signal?: AbortSignal
  heard?(message: FromWorker): void
}

/** Runs these stages as a worker would, and gives all that it told. */
export async function runs(stages: Stage<never>[], more: More = {}): Promise<Told> {
  const messages: FromWorker[] = []
  const tell = (message: FromWorker) => {
    messages.push(message)
    more.heard?.(message)
  }
  const own = { ...briefing, before: more.before ?? [], mode: more.mode ?? 'run' }
  await runPipeline({ name: 'p', stages }, own, more.hosts ?? noHost, tell, more.signal ?? new AbortController().signal)
  return {
    messages,
    steps: messages.flatMap(stepOf),
    lines: messages.flatMap((message) => (message.say === 'line' ? [message.message] : [])),
  }
}

function stepOf(message: FromWorker): string[] {
  if (message.say === 'stage_begun') return [`begun ${message.stage}`]
  if (message.say === 'stage_ended') return [`${message.state} ${message.stage}`]
  if (message.say === 'failed') return [`failed: ${message.failure.code}`]
  return message.say === 'line' || message.say === 'kept' || message.say === 'result' ? [] : [message.say]
}

/** Something that is waited for, and opened by somebody else. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
