import type { KnownFailure, Remedy } from './failing.ts'

const deployAnew: Remedy = { label: 'Deploy anew', operation: 'instance.deploy', of: 'instance', form: true }
const renew: Remedy = { label: 'Renew the certificate', operation: 'certificate.renew', of: 'instance' }
const provider: readonly Remedy[] = [
  { label: 'Providers', operation: 'provider.list', of: 'platform' },
  { label: 'Add a provider', operation: 'provider.add', of: 'platform', form: true },
]

/** What Odoo, its database and the way to it say themselves. */
export const odooFailures: readonly KnownFailure[] = [
  {
    id: 'migration_failed',
    title: 'A migration script failed',
    codes: ['migration_failed'],
    signs: /\/migrations\/[^/\s]+\/(?:pre|post|end)-|odoo\.modules\.migration|in migrate_module/i,
    causes: ['A script below `migrations/` of a module raised', 'It expects data that this database does not have'],
    todo: [
      'The log has the traceback: its last line says what it stumbled over',
      'Visitors get nothing of it: they have the release from before on its database from the dump, and until both are back the maintenance page',
      'Correct the script on the branch, try it on a copy, then deploy',
    ],
    remedies: [deployAnew],
  },
  {
    id: 'dependency_missing',
    title: 'An addon that another one needs is missing',
    codes: ['addon_missing'],
    signs:
      /unmet dependenc(?:y|ies): \S+|depends on module \S+.* not available|module \S+ depends on \S+, which is not|You try to (?:install|upgrade)(?: the)? module .* that depends on(?: the)? module|No module named '(?:odoo|openerp)\.addons\./i,
    causes: [
      'The repository that has it is not among the repositories of this instance',
      'It is on another branch, or its name is misspelt in `depends`',
    ],
    todo: [
      'Add the repository that has it: `repository add`, then deploy',
      'Or correct `depends` in the manifest on the branch, then deploy',
    ],
    remedies: [
      { label: 'Add a repository', operation: 'repository.add', of: 'platform', form: true },
      { label: 'Repositories', operation: 'repository.list', of: 'platform' },
      deployAnew,
    ],
  },
  {
    id: 'python_missing',
    title: 'A Python library is missing',
    codes: ['library_missing'],
    signs:
      /ModuleNotFoundError: No module named|ImportError: cannot import name|External dependency (?:\S+ )?not (?:met|installed)|Unable to (?:install|upgrade) module .* external dependency/i,
    causes: [
      'An addon imports a library that is in no `requirements.txt`',
      'The library has another version than the addon expects',
    ],
    todo: ['Put the library into `requirements.txt` of that repository, then deploy: it is built into the image'],
    remedies: [deployAnew],
  },
  {
    id: 'module_not_installable',
    title: 'A module could not be installed',
    codes: ['module_not_installable', 'module_failed'],
    signs:
      /module \S+: not installable|invalid module names, ignored|Couldn't load module|ParseError: while parsing|Some modules are not loaded/i,
    causes: [
      'Its manifest says `installable: False`, or is for another version of Odoo',
      'A view or a data file of it has a mistake',
      'There is no module of that name in the addons',
    ],
    todo: ['The log has what Odoo said, with the file and its line', 'Correct it on the branch, then deploy'],
    remedies: [deployAnew],
  },
  {
    id: 'pool_waits',
    title: 'PgBouncer waits for a database that is not there',
    codes: ['database_missing'],
    signs:
      /no such database:|database "[^"]+" does not exist|server_login_retry|query_wait_timeout|pgbouncer cannot connect to server|server login has been failing/i,
    causes: [
      'The database was removed or renamed by hand',
      'PgBouncer was asked before the database was made, and repeats that answer for a while',
    ],
    todo: [
      'See which there are: `docker exec --user postgres …_db psql -l`',
      'Name it as before, or restore a dump of it as README.md in the folder of the instance says',
      'PgBouncer finds it again within a second: retry',
    ],
    remedies: [{ label: 'Show the instance', operation: 'instance.show', of: 'instance' }],
  },
  {
    id: 'database_stopped',
    title: 'The database of the instance does not run',
    codes: ['database_stopped'],
    causes: ['Somebody stopped it by hand', 'Its container was removed, or the server does not start it'],
    todo: [
      'See what there is: `docker ps -a`',
      'Start it as README.md in the folder of the instance says: `docker start …_db …_pgbouncer`; then deploy again',
    ],
    remedies: [deployAnew, { label: 'Show the instance', operation: 'instance.show', of: 'instance' }],
  },
  {
    id: 'postgres_major',
    title: 'The data are of another PostgreSQL',
    codes: ['postgres_major'],
    causes: [
      'The image of PostgreSQL was set to another major version',
      'The tag of that image leads to a newer one now',
    ],
    todo: [
      'Name the image of before again: `platform configure --postgres-image …`, then deploy',
      'For the newer one make a new instance, and bring a dump of this one there',
    ],
    remedies: [{ label: 'Images', operation: 'platform.configure', of: 'platform', form: true }, deployAnew],
  },
  {
    id: 'database_locked',
    title: 'Somebody else is updating this database',
    codes: ['database_busy'],
    signs:
      /could not obtain lock on|canceling statement due to lock timeout|deadlock detected|could not serialize access/i,
    causes: ['An Odoo that was started by hand updates the same database', 'A long report or a backup holds a table'],
    todo: [
      'See who is at it: `docker exec --user postgres …_db psql -c "select * from pg_stat_activity"`',
      'Wait until it is over, then retry',
    ],
    remedies: [],
  },
  {
    id: 'certificate_limit',
    title: 'No certificate is given for a while',
    codes: ['certificate_refused'],
    signs:
      /urn:ietf:params:acme:error:rateLimited|too many (?:certificates|failed authorizations|new orders|(?:new )?registrations)|tries failed within an hour/i,
    causes: ['Let’s Encrypt allows 5 failures an hour for a name, and 50 certificates a week for a domain'],
    todo: [
      'Mend why it failed before: mostly the name does not lead to the server yet',
      'Wait: the message says until when; then `certificate renew`',
    ],
    remedies: [renew],
  },
  {
    id: 'certificate_refused',
    title: 'The certificate was refused',
    codes: ['certificate_refused'],
    signs: /urn:ietf:params:acme:error:\w+|acme: error|Fetching http:\/\/\S+\/\.well-known\/acme-challenge|CAA record/i,
    causes: [
      'The name leads to another address than the server’s',
      'Port 80 of the server cannot be reached from outside',
      'A CAA record of the domain allows another authority alone',
    ],
    todo: [
      'Look the name up: `dig … +short`',
      'Try it from outside: `curl -v http://…/.well-known/acme-challenge/x`',
      'Then `certificate renew`',
    ],
    remedies: [renew, { label: 'Configure the instance', operation: 'instance.configure', of: 'instance', form: true }],
  },
  {
    id: 'dns_refused',
    title: 'The name server refused the change',
    codes: ['dns_refused'],
    signs: /\b(?:NOTAUTH|REFUSED|BADKEY|BADSIG|NOTZONE)\b|Invalid request headers|Authentication error .*10000/,
    causes: [
      'The key or token is not right, or may not change this zone',
      'The zone is another one than the domain’s',
      'The clocks differ by minutes',
    ],
    todo: ['See what is set for this zone: `provider list`', 'Give it the right key, then deploy again'],
    remedies: provider,
  },
  {
    id: 'dns_unreachable',
    title: 'The name server does not answer',
    codes: ['dns_unreachable'],
    causes: [
      'The address of the name server is not right, or it does not run',
      'A firewall stands between the machine that the bot runs on and the name server',
      'The provider has trouble of its own',
    ],
    todo: [
      'See where I ask: `provider list`',
      'On the machine that the bot runs on: `dig @<name server> <zone> SOA`',
      'Then deploy again',
    ],
    remedies: provider,
  },
]
