import type { KnownFailure, Remedy } from './failing.ts'

const checkServer: Remedy = { label: 'Check the server', operation: 'server.check', of: 'server' }
const sizeInstance: Remedy = { label: 'Size the instance', operation: 'instance.size', of: 'instance', form: true }

/** What runs: database, name, certificate, Odoo itself, and our own workers. */
export const runFailures: readonly KnownFailure[] = [
  {
    id: 'database_timeout',
    title: 'The database did not get ready',
    codes: ['database_not_ready'],
    stages: ['initializing_database', 'creating_database'],
    signs:
      /database initiali[sz]ation failed|connection timeout|could not connect to server|the database system is (?:starting up|shutting down)|timed out|took longer than/i,
    causes: [
      'The PostgreSQL container crashed',
      'The server has too little CPU or memory',
      'The migration of the database takes longer than it may',
      'Another service uses the port',
    ],
    todo: [
      'Look at the log of the PostgreSQL container: `docker logs …_db`',
      'See what the server has left: `free -h`, `htop`',
      'Give the instance more CPU and memory, then retry',
    ],
    remedies: [sizeInstance, checkServer],
  },
  {
    id: 'dns_not_propagated',
    title: 'The name does not lead to the server yet',
    codes: ['dns_not_propagated'],
    stages: ['configuring_dns', 'verifying_dns', 'configuring_traefik'],
    signs:
      /dns (?:verification|not propagated|record)|does not (?:resolve|lead to)|NXDOMAIN|ssl certificate request failed|acme|rate ?limit/i,
    causes: [
      'There is no DNS record, because no DNS provider is configured',
      'The record is new: it can take 5–15 minutes until everybody sees it',
      'The domain points to another address',
      'The limit of Let’s Encrypt is reached: 5 failures an hour',
    ],
    todo: [
      'Look the name up: `dig … +short` should show the address of the server',
      'Make an A record by hand, TTL 300, proxy off, where no provider is configured',
      'Wait some minutes and retry',
      'Look at the proxy’s log: `docker logs traefik | grep acme`',
    ],
    remedies: [{ label: 'Configure the instance', operation: 'instance.configure', of: 'instance', form: true }],
  },
  {
    id: 'server_without_address',
    title: 'The server has no address that a name could lead to',
    codes: ['server_without_address'],
    causes: ['The server is known here by a name, and nobody knows the address of that', 'No name server answers'],
    todo: [
      'Look it up: `dig … +short`',
      'Or give the server by its address: `server configure … --host`; then deploy again',
    ],
    remedies: [
      { label: 'Configure the server', operation: 'server.configure', of: 'server', form: true },
      { label: 'Deploy anew', operation: 'instance.deploy', of: 'instance', form: true },
    ],
  },
  {
    id: 'health_check_failed',
    title: 'Odoo does not answer as it should',
    codes: ['health_check_failed'],
    stages: ['health_check', 'starting_container'],
    signs:
      /health check failed|did not answer|http (?:status )?5\d\d|answered 5\d\d|module not found|ModuleNotFoundError|OperationalError|password authentication failed/i,
    causes: [
      'Odoo is still initialising, for instance while the database is migrated, or loads many modules for longer than it may',
      'The CPU is so busy that answers come too late',
      'Odoo crashed after its container started',
      'Port 8069 cannot be reached',
    ],
    todo: [
      'Look at the log of the container: `docker logs …_odoo --tail 50`',
      '“Module not found”: the path of the addons is not right. “Password authentication failed”: the password of the database is another one',
      'Wait two or three minutes and retry',
      'Where it only needs longer, let it: `instance configure … --answers-within 5m`, then deploy',
      'Look at what it uses: `docker stats`',
    ],
    remedies: [
      { label: 'Let it take longer', operation: 'instance.configure', of: 'instance', form: true },
      { label: 'Show the instance', operation: 'instance.show', of: 'instance' },
      checkServer,
    ],
  },
  {
    id: 'worker_lost',
    title: 'The worker of the job was lost',
    codes: ['worker_lost', 'gave_up'],
    causes: [
      'The process was stopped or killed',
      'The process ran out of memory',
      'The same stage ended it three times, so that I gave up',
    ],
    todo: ['Retry: what is done is not done again', 'If it happens once more, ask an admin for the bot’s own log'],
    remedies: [],
  },
  {
    id: 'timed_out',
    title: 'It took longer than it may',
    codes: ['timed_out', 'silent'],
    signs: /deadline exceeded/i,
    causes: [
      'The line to the server was lost in the middle',
      'The server is busy with something else',
      'There is more to do than usual: a large repository, a large database',
    ],
    todo: ['See how busy the server is: `htop`, `df -h`', 'Look at the last lines of the log', 'Then retry'],
    remedies: [checkServer],
  },
]
