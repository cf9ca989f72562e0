import type { Card } from '../../../core/card/card.ts'
import { diagnose } from '../../../core/diagnosis/diagnose.rule.ts'
import type { JobFacts } from '../../../core/job/facts.ts'
import { jobCard } from '../../../core/job/job.card.ts'
import type { Job, JobFailure, StageRow } from '../../../core/job/job.ts'
import { stuck } from '../../../core/job/stuck.rule.ts'
import { whyCard } from '../../../core/job/why.operation.ts'
import { factsWith, jobOf, now, stagesOf } from './showing.ts'

const pending = { state: 'pending', startedAt: null } as const
const ended = { finishedAt: now, startedAt: now - 187_300, percent: 100 } as const
const busy = { state: 'running', startedAt: now - 4000 } as const
const failure: JobFailure = {
  code: 'unexpected',
  message: 'Failed to pull Docker image: write /var/lib/docker/tmp/x: no space left on device',
  remedy: 'Tell an admin this number: the log says more.',
  stage: 'pulling_image',
}
const lastLines = ['Pulling image odoo:19.0...', 'write /var/lib/docker/tmp/x: no space left on device']
const failed = jobOf({ ...ended, state: 'failed', failure })
const failedStages = stagesOf(
  8,
  { state: 'failed', latest: failure.message, startedAt: now - 5000, finishedAt: now },
  'skipped',
)
const failedFacts = factsWith({ keepsFrom: 'serves', diagnosis: diagnose({ ...failure, lines: lastLines }), lastLines })
const warnedStages = stagesOf(17).map(
  (row): StageRow =>
    row.stage === 'verifying_dns'
      ? { ...row, state: 'warned', latest: 'DNS verification timed out (180.0s) - proceeding anyway' }
      : row,
)

function silentJob(): { job: Job; stages: StageRow[]; facts: JobFacts } {
  const job = jobOf({ startedAt: now - 700_000, percent: 31 })
  const stages = stagesOf(8).map(
    (row): StageRow =>
      row.position === 8
        ? { ...row, state: 'running', startedAt: now - 360_000 }
        : {
            ...row,
            startedAt: row.startedAt && row.startedAt - 600_000,
            finishedAt: row.finishedAt && row.finishedAt - 600_000,
          },
  )
  return { job, stages, facts: factsWith({ stuck: stuck(job, now - 360_000, stages, now) }) }
}

const silent = silentJob()
const owing: JobFailure = {
  ...failure,
  owed: {
    code: 'not_back',
    why: 'The release from before does not serve yet, visitors see the maintenance page: No space left on box1.',
    passes: true,
    since: now - 60_000,
  },
}
const owedFacts = factsWith({ keepsFrom: null, diagnosis: failedFacts.diagnosis })

/** The message of a job in every state that it can be in. */
export const jobStates: Readonly<Record<string, Card>> = {
  'job-pending-turn': jobCard(jobOf({ ...pending, waitsFor: 'turn' }), stagesOf(0), now, factsWith()),
  'job-pending-approval': jobCard(
    jobOf({ ...pending, waitsFor: 'approval', waitsWhy: 'Waits for the approval of Grace or Edsger' }),
    stagesOf(0),
    now,
    factsWith(),
  ),
  'job-pending-time': jobCard(
    jobOf({ ...pending, waitsFor: 'time', waitsUntil: now + 36_000_000 }),
    stagesOf(0),
    now,
    factsWith(),
  ),
  'job-pending-lock': jobCard(
    jobOf({ ...pending, waitsFor: 'lock', waitsWhy: 'Grace holds acme/staging/v19 since 2 hours: month-end' }),
    stagesOf(0),
    now,
    factsWith(),
  ),
  'job-pending-freeze': jobCard(
    jobOf({ ...pending, waitsFor: 'freeze', waitsWhy: 'The freeze “Black Friday”', waitsUntil: now + 86_400_000 }),
    stagesOf(0),
    now,
    factsWith(),
  ),
  'job-running': jobCard(
    jobOf({ percent: 42, etaAt: now + 127_000 }),
    stagesOf(8, busy),
    now,
    factsWith({ approvedBy: ['Grace'] }),
  ),
  'job-practice': jobCard(
    jobOf({ percent: 42 }),
    stagesOf(8, busy),
    now,
    factsWith({ practice: true, server: 'demo' }),
  ),
  'job-cancelling': jobCard(jobOf({ percent: 42, cancelAsked: true }), stagesOf(8, busy), now, factsWith()),
  'job-stuck': jobCard(silent.job, silent.stages, now, silent.facts),
  'job-owed': jobCard(
    jobOf({ ...pending, failure: owing, waitsWhy: `${owing.owed?.why} It is tried again until it works.` }),
    failedStages,
    now,
    owedFacts,
  ),
  'job-owed-tried': jobCard(jobOf({ percent: 42, failure: owing }), failedStages, now, owedFacts),
  'job-failed': jobCard(failed, failedStages, now, failedFacts),
  'job-failed-unknown': jobCard(failed, failedStages, now, factsWith({ from: null })),
  'job-why': whyCard(failed, failedStages, failedFacts, now, () => true),
  'job-why-unknown': whyCard(failed, failedStages, factsWith({ lastLines }), now, () => true),
  'job-cancelled': jobCard(
    jobOf({
      ...ended,
      state: 'cancelled',
      failure: {
        code: 'cancelled',
        message: 'Cancelled by Grace.',
        remedy: 'Ask again when you want it.',
        stage: null,
      },
    }),
    failedStages,
    now,
    factsWith(),
  ),
  'job-success': jobCard(
    jobOf({ ...ended, state: 'success' }),
    stagesOf(17),
    now,
    factsWith({ approvedBy: ['Grace'] }),
  ),
  'job-success-stages': jobCard(jobOf({ ...ended, state: 'success' }), stagesOf(17), now, factsWith(), true),
  'job-warned': jobCard(jobOf({ ...ended, state: 'success' }), warnedStages, now, factsWith()),
}
