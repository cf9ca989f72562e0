import type { ErrorTable } from './table.ts'

/** How jobs end that nobody wanted to end so. */
export const jobErrors = {
  worker_lost: {
    status: 500,
    message: 'The worker of this job ended without an answer.',
    remedy: 'Retry the job; if it happens again, look at the log for {id}.',
  },
  timed_out: {
    status: 504,
    message: '{what} took longer than {limit}.',
    remedy: 'Look at the server’s load and try again.',
  },
  silent: {
    status: 504,
    message: '{what} said nothing for {limit}.',
    remedy: 'Look at what it said last, and at the server’s load, and try again.',
  },
  gave_up: {
    status: 500,
    message: 'The worker of this job was lost {times} times in “{stage}”.',
    remedy: 'See the last lines of its log for what it did there, and retry it; the bot’s own log says more.',
  },
  not_back: {
    status: 503,
    message: 'The release from before does not serve yet, visitors see the maintenance page: {why}',
    remedy: 'Once what it says is mended, retry the job: it brings back what served before.',
  },
  cancelled: { status: 409, message: 'Cancelled by {who}.', remedy: 'Ask again when you want it.' },
  unexpected: {
    status: 500,
    message: 'Something went wrong on my side ({id}).',
    remedy: 'Tell an admin this number: the log says more.',
  },
} as const satisfies ErrorTable
