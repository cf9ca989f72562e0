import type { Action } from './card/card.ts'

/**
 * The one table of errors. `{name}` is filled from the facts of the case; the remedy says what to do next,
 * and where an operation is the remedy it is named, so that a surface can make it a button.
 */
export const errors = {
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
  host_key_unconfirmed: {
    status: 409,
    message: 'Nobody has confirmed the host key of {server} yet, so I do not connect to it.',
    remedy:
      'Compare {fingerprint} with the server’s own and confirm it with `server trust {server} --fingerprint {fingerprint}`.',
  },
  host_key_changed: {
    status: 409,
    message: 'The host key of {server} is not the one that was confirmed: I stopped everything there.',
    remedy:
      'If the server was made anew, compare the key and confirm it with `server trust {server} --fingerprint {fingerprint}`. If not, somebody may be in between.',
  },
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
  practice_server: {
    status: 409,
    message: '{server} is a practice server: it exists only in the store, and nothing connects to it.',
    remedy: 'There is no key to confirm. `practice show` says what is on it; `server add` makes a real one known.',
    operation: 'practice show',
  },
  not_built: {
    status: 501,
    message: '{what} is not built into this version.',
    remedy: 'It follows. Until then a practice server takes deploys: nothing real is touched there.',
  },
  no_such_code: {
    status: 404,
    message: '{repository} has no {what} {name}.',
    remedy: 'See what it is called there, and name that: `--branch`, `--tag` or `--commit`.',
  },
  practice_alone: {
    status: 409,
    message: '{server} is a real server, and this is for practice servers alone.',
    remedy: 'See which ones there are with `server list`, or make one with `practice add`.',
    operation: 'server list',
  },
  practice_fault: {
    status: 409,
    message: '{text}.',
    remedy: 'Somebody set this fault for practising: `practice fault {stage} --clear` takes it away.',
    operation: 'practice show',
  },
  disk_full: {
    status: 507,
    message: 'No space left on {server}.',
    remedy: 'Free some space there, or give it a larger disk, and retry.',
  },
  clone_failed: {
    status: 502,
    message: 'Failed to clone repository: Authentication failed for {repository}.',
    remedy: 'See that the address is right; a private repository needs a token that is still good: `git connect`.',
    operation: 'git connect',
  },
  repository_not_found: {
    status: 502,
    message: '{host} knows no repository {repository}, or hides it from me.',
    remedy: 'See that the address is right; a private repository needs a token: `git connect`.',
    operation: 'git connect',
  },
  repository_address_refused: {
    status: 422,
    message: '{repository} is no address that I fetch from.',
    remedy: 'Give one like https://git.example/acme.git; git@git.example:acme.git is fetched from there by HTTPS.',
  },
  commit_vanished: {
    status: 502,
    message: '{repository} does not have the commit {commit} any more.',
    remedy: 'Somebody rewrote its branch: plan anew with `deploy`, and what stands there now is taken.',
  },
  git_unreachable: {
    status: 502,
    message: 'I cannot reach {host} for {repository}: {why}.',
    remedy: 'See that this host runs and can be reached from there, and retry.',
  },
  git_missing: {
    status: 409,
    message: 'There is no git on {server}.',
    remedy: 'Install it there: `apt-get install -y git`, and retry.',
  },
  git_failed: {
    status: 502,
    message: 'git could not fetch {repository}: {why}.',
    remedy: 'See what it said in the log of the job, and retry.',
  },
  image_pull_failed: {
    status: 502,
    message: 'Failed to pull Docker image: pull access denied for {image}.',
    remedy: 'See that the image is named rightly and that its registry has a login: `registry set`.',
    operation: 'version list',
  },
  connection_timeout: {
    status: 504,
    message: '{what} failed: Connection timeout.',
    remedy: 'Look at the load of {server}, and retry.',
  },
  connection_reset: {
    status: 502,
    message: 'The connection to {server} was reset.',
    remedy: 'This often passes by itself: retry.',
  },
  container_failed: {
    status: 502,
    message: '{what} ended with {code}: {why}.',
    remedy: 'Look at the log of the job for what it said.',
  },
  module_failed: {
    status: 502,
    message: '{module} could not be {done}: {why}.',
    remedy: 'Correct the module and deploy again; the log of the job has what Odoo said.',
  },
  migration_failed: {
    status: 502,
    message: 'The migration {script} of {module} failed: {why}.',
    remedy: 'Correct the script and deploy again; the log of the job has what Odoo said.',
  },
  database_busy: {
    status: 409,
    message: 'Somebody else is updating the database {database} at this moment.',
    remedy: 'Wait until that is over and retry.',
  },
  health_check_failed: {
    status: 502,
    message: 'Health check failed: {why}.',
    remedy: 'Look at the log of the container; it may still be starting.',
  },
  server_unreachable: {
    status: 502,
    message: 'I cannot reach {server}: {why}.',
    remedy: 'Check address, port and firewall, and that the server runs.',
  },
  server_down: {
    status: 503,
    message: '{server} does not answer at the moment: {why}',
    remedy: 'I go on trying by myself and say when it is back. See that it runs, and its network.',
  },
  server_login_refused: {
    status: 502,
    message: '{server} refused my key for the user {user}.',
    remedy: 'Put my public key into the authorized_keys of {user} there: `server key` shows it.',
    operation: 'server key',
  },
  base_folder_refused: {
    status: 409,
    message: 'The user {user} may not write to {base} on {server}.',
    remedy: 'Give it that folder, as root there: `install -d -o {user} {base}`.',
  },
  engine_unreachable: {
    status: 502,
    message: 'The Docker engine of {server} does not answer: {why}.',
    remedy: 'See that Docker runs there and that {user} may use {socket}.',
  },
  certificate_refused: {
    status: 502,
    message: 'There is no new certificate for {domain}: {why}.',
    remedy: 'See that the name leads to the server and that port 80 is open there; it is tried again within the hour.',
  },
  proxy_refused: {
    status: 502,
    message: '{proxy} does not take its configuration: {why}.',
    remedy: 'What served before serves on. Look at the domain and the settings of the instance, and retry.',
  },
  proxy_stale: {
    status: 502,
    message: '{proxy} on {server} did not take over its new configuration in time: {why}.',
    remedy: 'Look at the log of that container, and at the load of the server, and retry.',
  },
  engine_forbidden: {
    status: 502,
    message: '{user} may not use the Docker engine of {server}.',
    remedy: 'Let it in, there: `usermod -aG docker {user}`, and retry.',
  },
  engine_refused: {
    status: 502,
    message: 'Docker on {server} did not {what}: {why}.',
    remedy: 'Mend what it says there, and retry.',
  },
  container_gone: {
    status: 502,
    message: 'There is no container {name} on {server}.',
    remedy: 'Somebody took it away there: deploy again.',
  },
  name_taken: {
    status: 409,
    message: 'There is a container {name} on {server} already, and it is another one.',
    remedy: 'Look at it with `docker inspect {name}`; when nobody needs it, remove it there and retry.',
  },
  port_taken: {
    status: 409,
    message: 'Port {port} of {server} is taken by {by}.',
    remedy: 'Stop what uses it there, and retry.',
  },
  networks_exhausted: {
    status: 507,
    message: 'Docker on {server} has no range of addresses left for another network.',
    remedy:
      'Remove networks that nothing uses there (`docker network prune`), or give it more in `default-address-pools`.',
  },
  out_of_memory: {
    status: 507,
    message: '{what} needed more than its {limit} of memory and was ended.',
    remedy: 'Give the instance more memory, or fewer workers, and retry: `instance size`.',
  },
  image_not_found: {
    status: 404,
    message: 'There is no image {image}.',
    remedy: 'See how it is called at its registry, and name that.',
    operation: 'version list',
  },
  image_architecture: {
    status: 409,
    message: '{image} is made for {has}, and {server} is {wants}.',
    remedy: 'Take an image that is made for this kind of server, or another server.',
  },
  registry_login_needed: {
    status: 502,
    message: 'The registry {registry} asks for a login, and I have none for it.',
    remedy: 'Store one with `registry add`, and retry.',
    operation: 'registry add',
  },
  registry_login_refused: {
    status: 502,
    message: 'The registry {registry} refused our login.',
    remedy: 'Store the right one with `registry add`, and retry.',
    operation: 'registry add',
  },
  registry_unreachable: {
    status: 502,
    message: 'The registry {registry} cannot be reached from {server}: {why}.',
    remedy: 'Check the name, the network of the server and its firewall, and retry.',
  },
  build_failed: {
    status: 502,
    message: 'The dependencies could not be installed: {why}.',
    remedy: 'Look at the log of the job for what was said, and mend apt.txt or requirements.txt.',
  },
  dependency_conflict: {
    status: 409,
    message: '{package} is wanted in different versions: {wishes}.',
    remedy: 'Agree on one version in those repositories, and deploy again.',
  },
  dns_refused: {
    status: 502,
    message: 'The DNS provider of {provider} did not do it: {why}.',
    remedy: 'See what I know of it with `provider list`; put zone, server or key right there, and retry.',
    operation: 'provider list',
  },
  dns_unreachable: {
    status: 502,
    message: 'The DNS provider of {provider} does not answer: {why}.',
    remedy: 'See that this machine reaches it, and retry.',
    operation: 'provider list',
  },
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
  cancelled: { status: 409, message: 'Cancelled by {who}.', remedy: 'Ask again when you want it.' },
  unexpected: {
    status: 500,
    message: 'Something went wrong on my side ({id}).',
    remedy: 'Tell an admin this number: the log says more.',
  },
} as const satisfies Record<string, { status: number; message: string; remedy: string; operation?: string }>

export type ErrorCode = keyof typeof errors

/** What a person or program is told: a code, a sentence, a remedy. */
export interface Told {
  code: ErrorCode
  status: number
  message: string
  remedy: string
  /** The text of an operation that is the remedy. */
  operation: string | null
  field: string | null
}

export class Fault extends Error {
  override name = 'Fault'
  readonly code: ErrorCode
  readonly facts: Readonly<Record<string, string>>
  /** It may well go better in a moment: a stage that has retries tries again. */
  readonly transient: boolean
  /** What can be done about it at once, where it is more than the one operation of the table. */
  readonly actions: readonly Action[]

  constructor(
    code: ErrorCode,
    facts: Readonly<Record<string, string>> = {},
    { transient = false, actions = [] }: { transient?: boolean; actions?: readonly Action[] } = {},
  ) {
    super(fill(errors[code].message, facts))
    this.code = code
    this.facts = facts
    this.transient = transient
    this.actions = actions
  }

  told(): Told {
    const entry: { status: number; message: string; remedy: string; operation?: string } = errors[this.code]
    return {
      code: this.code,
      status: entry.status,
      message: this.message,
      remedy: fill(entry.remedy, this.facts),
      operation: entry.operation ? fill(entry.operation, this.facts) : null,
      field: this.facts['field'] ?? null,
    }
  }
}

function fill(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '…')
}
