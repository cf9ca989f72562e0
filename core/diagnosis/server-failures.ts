import type { KnownFailure, Remedy } from './failing.ts'

const checkServer: Remedy = { label: 'Check the server', operation: 'server.check', of: 'server' }
const deployAnew: Remedy = { label: 'Deploy anew', operation: 'instance.deploy', of: 'instance', form: true }

/** What its machine and its engine refuse. */
export const serverFailures: readonly KnownFailure[] = [
  {
    id: 'port_taken',
    title: 'Another program has the port',
    codes: ['port_taken'],
    signs:
      /Port \d+ of \S+ is taken by|port is already allocated|address already in use|failed to bind (?:host )?port|bind: address in use/i,
    causes: [
      'Another web server or proxy listens on port 80 or 443 of the server',
      'Another container publishes the same port',
    ],
    todo: [
      'See who has it: `ss -ltnp`, `docker ps --format "{{.Names}} {{.Ports}}"`',
      'Stop it, or give it another port, then retry',
    ],
    remedies: [checkServer],
  },
  {
    id: 'engine_forbidden',
    title: 'Our user may not use the Docker engine',
    codes: ['engine_forbidden'],
    signs:
      /permission denied while trying to connect to the docker|dial unix \S*docker\.sock: connect: permission denied/i,
    causes: ['Our user on the server is not in the docker group', 'It was put in, and the line is older than that'],
    todo: ['There, as root: `usermod -aG docker <our user>`', 'Then retry: a new line knows of it'],
    remedies: [checkServer],
  },
  {
    id: 'wrong_architecture',
    title: 'The image is made for another kind of processor',
    codes: ['image_architecture'],
    signs:
      /exec format error|no matching manifest for \S+|does not match the detected host platform|image platform .* does not match/i,
    causes: [
      'The image was built on a machine of another kind (an Apple laptop makes arm64)',
      'The server is of another kind than the others: arm64 and not amd64',
    ],
    todo: [
      'Build the image for this kind too: `docker buildx build --platform linux/amd64,linux/arm64 …`',
      'Or put the instance on a server of the other kind',
    ],
    remedies: [{ label: 'Versions', operation: 'version.list', of: 'platform' }, checkServer],
  },
  {
    id: 'name_unknown',
    title: 'A name cannot be looked up',
    codes: ['name_unknown'],
    signs:
      /could not resolve host|no such host|temporary failure in name resolution|name or service not known|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|could not translate host name/i,
    causes: [
      'The name is misspelt',
      'The server has no name server that answers',
      'The name is known inside another network alone',
    ],
    todo: ['On the server: `getent hosts <the name>`', 'Look at `/etc/resolv.conf` there, then retry'],
    remedies: [checkServer],
  },
  {
    id: 'clock_wrong',
    title: 'The clock of the server is wrong',
    codes: ['clock_wrong'],
    signs:
      /certificate (?:has expired or )?is not (?:yet )?valid|not activated|CERT_NOT_YET_VALID|release file .* is not valid yet|clock skew|BADTIME|time is out of/i,
    causes: [
      'Nothing sets the clock of the server',
      'The server slept, or was restored from a snapshot',
      'The clock is right, and the certificate of the other side is not valid at this time',
    ],
    todo: [
      'See it: `timedatectl`',
      'Let it be set, as root: `timedatectl set-ntp true`, then retry',
      'Where it is right, look at the certificate of the other side',
    ],
    remedies: [checkServer],
  },
  {
    id: 'locale_missing',
    title: 'The locale is not installed',
    signs:
      /invalid locale name|locale .* is not supported|unsupported locale setting|cannot change locale|invalid LC_COLLATE/i,
    causes: [
      'An addon sets a locale that the image of Odoo has not',
      'The image of PostgreSQL has not the locale that a restored database wants',
      'LANG or LC_ALL among the variables names a locale that is not there',
    ],
    todo: [
      'Take C.UTF-8, which is always there: in the addon, or in the variable LANG',
      'Or put `locales-all` into `apt.txt` of the repository, then deploy: it is built into the image',
    ],
    remedies: [{ label: 'Images', operation: 'platform.configure', of: 'platform', form: true }, deployAnew],
  },
  {
    id: 'image_without_odoo',
    title: 'There is no Odoo in this image',
    signs:
      /no command odoo in this image|exec: "(?:odoo|sh)": executable file not found|stat \/usr\/bin\/odoo: no such file/i,
    causes: [
      'The version names the image of something else',
      'It is an image of our own that lacks the command `odoo`',
    ],
    todo: ['See which image each version has: `version list`', 'Name the right one: `version set`, then deploy'],
    remedies: [
      { label: 'Versions', operation: 'version.list', of: 'platform' },
      { label: 'Set a version', operation: 'version.set', of: 'platform', form: true },
      deployAnew,
    ],
  },
  {
    id: 'git_missing',
    title: 'There is no git on the server',
    codes: ['git_missing'],
    signs: /(?:^|\s)git: (?:command )?not found|exec: "git": executable file not found/i,
    causes: ['The server was set up without it'],
    todo: ['There, as root: `apt-get install git`', 'Then retry'],
    remedies: [checkServer],
  },
  {
    id: 'commit_vanished',
    title: 'The commit is not in the repository any more',
    codes: ['commit_vanished'],
    causes: ['Somebody pushed over the branch since this was planned', 'The branch was deleted and cleaned up'],
    todo: ['Plan anew: what stands on the branch now is taken'],
    remedies: [deployAnew],
  },
]
