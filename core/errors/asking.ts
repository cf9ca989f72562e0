import type { ErrorTable } from './table.ts'

/** How something is asked, and by whom. */
export const askingErrors = {
  unreadable: { status: 400, message: 'That could not be read: {why}.', remedy: 'Check the format and send it again.' },
  wrong_method: { status: 405, message: '{method} does nothing at {path}.', remedy: 'Use {allowed}.' },
  wrong_type: {
    status: 415,
    message: 'I read JSON alone here, not {type}.',
    remedy: 'Send the body as JSON with `Content-Type: application/json`.',
  },
  wrong_body: {
    status: 422,
    message: '{field}: {why}.',
    remedy: 'See GET /api/v1/openapi.json for what this path takes.',
  },
  key_reused: {
    status: 422,
    message: 'This Idempotency-Key was used for another request already.',
    remedy: 'Make a new key for every new request; the same key is for sending the same request again.',
  },
  unknown_person: {
    status: 401,
    message: 'I do not know you yet.',
    remedy: 'Ask {whom} to add you with `member add @you`, or sign in with a valid token.',
  },
  unclaimed: {
    status: 401,
    message: 'There is no admin here yet.',
    remedy: 'Whoever runs the bot has the code that it printed: `claim CODE` makes you the first admin.',
  },
  claim_refused: {
    status: 401,
    message: 'This claim code is not valid.',
    remedy: 'Take the newest code from the output of the running bot; it is good once and for 15 minutes.',
  },
  claim_locked: {
    status: 429,
    message: 'Too many wrong claim codes.',
    remedy: 'Wait {wait} and try again with the newest code from the output of the running bot.',
  },
  code_refused: {
    status: 401,
    message: 'This code is not valid any more.',
    remedy: 'Ask for a new one with `me link` or `me signin`; each is good once and for a few minutes.',
  },
  refresh_refused: {
    status: 401,
    message: 'This refresh text is not valid any more.',
    remedy: 'Each is good once, until 30 days after its token ended: make a new token with `token create`.',
  },
  not_allowed: {
    status: 403,
    message: '{operation} needs {level} here; you have {has}.',
    remedy: 'Ask {whom} for it.',
  },
  person_needed: {
    status: 403,
    message: 'A token may not do this: it is for people.',
    remedy: 'Do it yourself, in chat or on the page.',
  },
  not_found: {
    status: 404,
    message: 'There is no {what} called “{name}” that you may see.',
    remedy: 'See what there is with `{list}`.',
    operation: '{list}',
  },
  not_bound: {
    status: 404,
    message: 'This channel belongs to no project that you may see.',
    remedy: 'Let it belong to one with `channel bind <project>`.',
    operation: 'channel bind',
  },
  unknown_operation: {
    status: 404,
    message: 'I do not know “{text}”.',
    remedy: 'See what I can do with `help`.',
    operation: 'help',
  },
  ambiguous: {
    status: 422,
    message: '“{name}” could be {choices}.',
    remedy: 'Write it in full.',
  },
  production_unnamed: {
    status: 422,
    message: '“{name}” would be {full}, and a change never goes to production by shortening.',
    remedy: 'Write it in full: `{full}`.',
  },
  already_there: {
    status: 409,
    message: 'There is already {what}.',
    remedy: 'Choose another name, or change the one that exists.',
  },
  cannot_post: {
    status: 409,
    message: 'I cannot post in this channel, and {operation} is told where it is asked for. Nothing was started.',
    remedy: 'Invite me here with `/invite`, or ask me in a direct message.',
  },
  state_forbids: { status: 409, message: '{why}', remedy: '{next}' },
  invalid_arguments: {
    status: 422,
    message: '{field}: {why}.',
    remedy: 'See `help {operation}` for what it takes.',
    operation: 'help {operation}',
  },
  missing_arguments: {
    status: 422,
    message: '{operation} needs {fields}.',
    remedy: 'Usage: `{usage}`',
    operation: 'help {operation}',
  },
  secret_in_text: {
    status: 422,
    message: 'I do not take a secret as text: {field} would stay in the history of this channel.',
    remedy: 'Rotate it now if it was real, and enter the new one in the form, on the page or over the API.',
  },
  unconfirmed: {
    status: 422,
    message: '{operation} {target} cannot be undone.',
    remedy: 'Confirm by typing {word}: in a text by `--confirm {word}`.',
  },
  too_fast: { status: 429, message: 'Too many requests.', remedy: 'Wait {wait} and try again.' },
  too_many_streams: {
    status: 429,
    message: 'This token has {most} event streams open already.',
    remedy: 'Close one of them, or make another token with `token create`.',
    operation: 'token create',
  },
  too_large: { status: 413, message: 'That is larger than {limit}.', remedy: 'Send less at once.' },
  not_ready: { status: 503, message: 'I am not ready yet: {why}.', remedy: 'Try again in a few seconds.' },
} as const satisfies ErrorTable
