import type { ErrorTable } from './table.ts'

/** Servers, and the line to them. */
export const serverErrors = {
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
  output_too_large: {
    status: 507,
    message: 'It wrote more than {limit} and was ended: I keep no more of what a command says.',
    remedy: 'Let it write to a file on the server, `… > FILE`, or ask for less of it.',
  },
  room_short: {
    status: 507,
    message: '{server} has {free} MB free, and {what} takes about {needs} MB: the update is not begun.',
    remedy: 'Free some space there, or give it a larger disk, and try again.',
  },
  git_missing: {
    status: 409,
    message: 'There is no git on {server}.',
    remedy: 'Install it there: `apt-get install -y git`, and retry.',
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
  server_unreachable: {
    status: 502,
    message: 'I cannot reach {server}: {why}.',
    remedy: 'Check address, port and firewall, and that the server runs.',
  },
  name_unknown: {
    status: 502,
    message: 'Nobody knows the name {name}: {place} asked for it.',
    remedy: 'See how it is written, and that the name servers of {place} know it (`getent hosts {name}`); then retry.',
  },
  clock_wrong: {
    status: 409,
    message: 'The clock of {server} is {off}: good certificates look bad to it.',
    remedy: 'Set it there, as root: `timedatectl set-ntp true`; then retry.',
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
} as const satisfies ErrorTable
