import type { ErrorTable } from './table.ts'

/** What stands in the way of a change. */
export const gateErrors = {
  needs_approval: {
    status: 403,
    message: '{operation} touches production and waits for {needed}.',
    remedy: 'Somebody else who may decide presses Approve: `approval list` shows what waits.',
    operation: 'approval list',
  },
  own_request: {
    status: 403,
    message: 'You asked for #{number} yourself, so somebody else decides.',
    remedy: 'Ask one of those who may: `approval show {number}` names them.',
  },
  late_decision: {
    status: 409,
    message: 'There is nothing left to decide about #{number}: {how}.',
    remedy: 'See how it went on with `job show {number}`.',
  },
  server_unwell: {
    status: 409,
    message: '{server} was not well at its last check: {finding}.',
    remedy: 'Mend that, and look again with `server check {server}`.',
  },
  quota_reached: {
    status: 409,
    message: '{open} jobs of {project} wait or run, and its limit is {limit}.',
    remedy: 'Wait until some have ended, or raise it with `project configure {project} --max-jobs`.',
  },
  staging_first: {
    status: 409,
    message: '{commit} has not succeeded in staging yet, and this project wants that first.',
    remedy: 'Deploy it there first: `deploy {staging}`.',
  },
  locked: {
    status: 409,
    message: '{target} is locked by {owner} for {age}: {reason}.',
    remedy: 'Queue behind it with `--wait`, ask {owner} to free it, or take it over with a reason.',
  },
  job_runs: {
    status: 409,
    message: '#{number} is at work on {target}.',
    remedy: 'The next one waits for its turn; see `job show {number}`.',
  },
  frozen: {
    status: 409,
    message: 'Nothing is changed in {where} until {until}: {reason}.',
    remedy: 'It waits until then; `freeze list` shows who said so.',
    operation: 'freeze list',
  },
  emergency_refused: {
    status: 403,
    message: 'An emergency cannot pass here: {why}.',
    remedy: 'Ask without `--emergency`: it waits for its approval or for the end of the freeze.',
  },
  own_review: {
    status: 403,
    message: 'It was your own emergency, so somebody else signs the review of #{number}.',
    remedy: 'Ask another person with Developer Plus or higher.',
  },
  unconfirmed_time: {
    status: 422,
    message: '{operation} {target} would run {words}.',
    remedy: 'Accept it with the button, or in a text by `--confirm yes`.',
  },
} as const satisfies ErrorTable
