import { type ApprovalSeen, approvalCard } from '../../../core/approval/approval.card.ts'
import type { Approval, Vote } from '../../../core/approval/approval.ts'
import type { Card } from '../../../core/card/card.ts'
import { freezeCard } from '../../../core/freeze/freeze.card.ts'
import { type Job, noWishes } from '../../../core/job/job.ts'
import { lockCard } from '../../../core/lock/lock.card.ts'
import { reviewCard } from '../../../core/review/review.card.ts'
import { nasty } from '../render/cards.ts'

const now = Date.UTC(2026, 10, 21, 15, 48)
const hour = 3_600_000

const job: Job = {
  id: 'j1',
  number: 812,
  operation: 'instance.deploy',
  target: 'acme/production/v19',
  organizationId: 'o1',
  projectId: 'p1',
  environmentId: 'e1',
  instanceId: 'i1',
  serverId: 's1',
  state: 'pending',
  plan: {
    operation: 'instance.deploy',
    target: 'acme/production/v19',
    effects: ['code', 'availability', 'data'],
    environmentKind: 'production',
    lines: ['Deploy a3b2c1d of main', 'Update sale_acme, stock_acme'],
    pipeline: 'instance.deploy',
    input: null,
    holds: ['instance:i1'],
    outlook: {
      from: '9f8e7d6 on odoo:19.0',
      to: 'a3b2c1d on odoo:19.0',
      commits: [
        { hash: 'a3b2c1d4e5f6', message: `Fix the tax of credit notes\n\n${nasty}`, author: 'Ines Weber' },
        { hash: 'b4c3d2e1f0a9', message: nasty, author: 'Li' },
      ],
      files: 17,
      modules: ['sale_acme', 'stock_acme', 'website_acme', 'account_acme', 'portal_acme'],
      database: 'updated',
      interruption: 'about 40 s: a maintenance page',
      wayBack: 'a dump from before, and the release that runs now',
      expectedMs: 187_300,
    },
    basis: 'b',
  },
  effects: ['code', 'availability', 'data'],
  requestedBy: 'm1',
  automatic: false,
  origin: { surface: 'slack', team: 'T1', channel: 'C1', thread: null, link: null },
  parentId: null,
  retryOf: null,
  priority: 0,
  readyAt: now,
  waitsFor: 'approval',
  waitsWhy: null,
  waitsUntil: null,
  wishes: noWishes,
  percent: 0,
  etaAt: null,
  fence: 0,
  owner: null,
  leaseUntil: null,
  takeovers: 0,
  cancelAsked: false,
  failure: null,
  result: null,
  createdAt: now - hour,
  startedAt: null,
  finishedAt: null,
}

const approval: Approval = {
  id: 'a1',
  jobId: 'j1',
  state: 'waiting',
  needed: 1,
  mayAsker: false,
  level: 'developer_plus',
  expiresAt: now + 23 * hour,
  basis: 'b',
  ahead: 0,
  mentionedAt: null,
  remindedAt: null,
  decidedAt: null,
  decidedBy: null,
  reason: null,
  createdAt: now - hour,
}

const yes: Vote = { approvalId: 'a1', memberId: 'm2', decision: 'approve', reason: null, at: now }
const names = { asker: 'Ada', m1: 'Ada', m2: 'Ben', m3: nasty }
const again = { label: 'Plan anew', operation: 'instance.deploy', arguments: { instance: 'acme/production/v19' } }
const decided = { decidedAt: now, decidedBy: 'm2' }

function seen(patch: Partial<Approval> = {}, more: Partial<ApprovalSeen> = {}): Card {
  return approvalCard({ approval: { ...approval, ...patch }, job, votes: [], names, again, ...more })
}

const review = {
  jobId: 'j1',
  memberId: 'm1',
  reason: nasty,
  passed: ['freeze', 'approval'] as ('freeze' | 'approval')[],
  signedBy: null,
  signedAt: null,
  note: null,
  createdAt: now - hour,
}
const lock = { instanceId: 'i1', memberId: 'm1', jobId: null, reason: nasty, until: now + hour, createdAt: now - hour }
const weekend = {
  id: 'f1',
  number: 3,
  projectId: 'p1',
  kind: null,
  zone: 'Europe/Berlin',
  window: { weekly: { days: ['sat', 'sun'] as const, from: '00:00', to: '00:00' } },
  reason: 'weekend',
  createdBy: 'm1',
  createdAt: now,
}

/** What people meet at the gates, in each of its states. */
export const gateStates: Readonly<Record<string, Card>> = {
  'approval-waiting': seen({}, { approvers: ['Ben', 'Cleo'] }),
  'approval-practice': seen({}, { practice: 'practice' }),
  'approval-one-of-two': seen({ needed: 2 }, { votes: [yes] }),
  'approval-ahead': seen({ ahead: 2 }),
  'approval-details': seen({}, { details: true }),
  'approval-first': seen(
    {},
    {
      job: {
        ...job,
        plan: { ...job.plan, outlook: job.plan.outlook && { ...job.plan.outlook, from: null, commits: [] } },
      },
    },
  ),
  'approval-rows': seen(
    {},
    { job: { ...job, operation: 'environment.destroy', plan: { ...job.plan, outlook: null } } },
  ),
  'approval-approved': seen({ state: 'approved', ...decided }, { votes: [yes] }),
  'approval-rejected': seen({ state: 'rejected', ...decided, decidedBy: 'm3', reason: 'not on a Friday' }),
  'approval-expired': seen({ state: 'expired', decidedAt: now }),
  'approval-voided': seen({ state: 'voided', reason: 'settings have changed since it was planned' }),
  'approval-withdrawn': seen({ state: 'withdrawn', ...decided }),
  'review-open': reviewCard({ review, job: { ...job, state: 'success' }, by: 'Ada', signer: null }),
  'review-signed': reviewCard({ review: { ...review, note: 'right' }, job, by: 'Ada', signer: 'Ben' }),
  'lock-mine': lockCard('acme/staging/v19', lock, 'Ada', true),
  'lock-other': lockCard('acme/staging/v19', { ...lock, until: null }, 'Ada', false),
  'freeze-now': freezeCard(weekend, 'acme', 'Ada', now),
}
