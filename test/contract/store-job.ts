import type { Rows } from '../../core/ports/rows.ts'

export const at = 1_763_700_000_123
export const origin = {
  surface: 'slack',
  team: 'T1',
  channel: 'C1',
  thread: '17.5',
  link: 'https://chat.test/p1',
} as const

const plan: Rows['job']['plan'] = {
  operation: 'instance.deploy',
  target: 'acme/production',
  effects: ['code', 'availability'],
  environmentKind: 'production',
  lines: ['Zażółć gęślą jaźń', 'a "quoted" \\ line\n'],
  pipeline: 'deploy',
  input: { image: 'odoo@sha256:1', nested: [{ deep: null }, 1.5, true] },
  holds: ['instance:i1'],
}

/** A job with something in every column. */
export const job: Rows['job'] = {
  id: 'j1',
  number: 812,
  operation: 'instance.deploy',
  target: 'acme/production',
  organizationId: 'o1',
  projectId: 'p1',
  environmentId: 'e1',
  instanceId: 'i1',
  serverId: 's1',
  state: 'running',
  plan,
  effects: ['code'],
  requestedBy: 'm1',
  automatic: true,
  origin,
  parentId: 'j0',
  retryOf: 'j0',
  priority: -5,
  readyAt: at,
  waitsFor: 'approval',
  fence: 3,
  owner: 'node-1',
  leaseUntil: at + 30_000,
  takeovers: 1,
  cancelAsked: true,
  failure: { code: 'image.pull', message: 'no such image', remedy: 'look at the registry', stage: 'pull' },
  result: { release: 'r1' },
  createdAt: at,
  startedAt: at + 1,
  finishedAt: Number.MAX_SAFE_INTEGER,
}
