import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../core/diagnosis/diagnose.rule.ts'
import type { Failing } from '../../../core/diagnosis/failing.ts'
import { knownFailures } from '../../../core/diagnosis/known-failures.ts'
import { allOperations } from '../../../core/operations.ts'

const seen = (more: Partial<Failing>): Failing => ({
  stage: null,
  code: 'unexpected',
  message: 'Something went wrong on my side (x).',
  lines: [],
  ...more,
})

/** What fails, as logs show it, and the name that it gets. The first six are the seed's own examples. */
const examples: readonly [string, Partial<Failing>][] = [
  ['ssh_failed', { stage: 'connecting', message: 'Failed to connect to server via SSH' }],
  [
    'clone_failed',
    {
      stage: 'cloning_repo',
      message: 'Failed to clone repository',
      lines: ["fatal: Authentication failed for 'https://github.com/org/private-repo.git'"],
    },
  ],
  [
    'pull_failed',
    {
      stage: 'pulling_image',
      message: 'Failed to pull Docker image',
      lines: ['Error response from daemon: pull access denied for registry.example.com/odoo:18.0'],
    },
  ],
  [
    'database_timeout',
    { stage: 'initializing_database', message: 'Database initialization failed: Connection timeout' },
  ],
  ['dns_not_propagated', { stage: 'verifying_dns', message: 'SSL certificate request failed: DNS not propagated' }],
  ['health_check_failed', { stage: 'health_check', message: 'Health check failed, but container is running' }],
  ['host_key_changed', { stage: 'connecting', code: 'host_key_changed' }],
  ['ssh_failed', { stage: 'connecting', code: 'server_unreachable', message: 'I cannot reach box1: timeout.' }],
  ['ssh_failed', { code: 'server_login_refused' }],
  ['disk_full', { stage: 'pulling_image', lines: ['write /var/lib/docker/tmp/x: no space left on device'] }],
  ['disk_full', { stage: 'initializing_database', message: 'ENOSPC: no space left on device, write' }],
  ['out_of_memory', { stage: 'initializing_database', lines: ['container exited with code 137'] }],
  ['out_of_memory', { stage: 'installing_dependencies', lines: ['fork: Cannot allocate memory'] }],
  ['engine_unreachable', { stage: 'creating_network', code: 'engine_unreachable' }],
  ['engine_unreachable', { lines: ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock'] }],
  ['registry_login', { stage: 'pulling_image', lines: ['Error: unauthorized: incorrect username or password'] }],
  ['unknown_commit', { stage: 'cloning_repo', lines: ["fatal: couldn't find remote ref feature/x"] }],
  ['unknown_commit', { stage: 'cloning_repo', lines: ['fatal: reference is not a tree: 4f2a9c1'] }],
  ['dependencies_failed', { stage: 'installing_dependencies', lines: ['ERROR: No matching distribution found for x'] }],
  ['port_taken', { stage: 'configuring_traefik', lines: ['Bind for 0.0.0.0:80 failed: port is already allocated'] }],
  ['port_taken', { lines: ['listen tcp4 0.0.0.0:443: bind: address already in use'] }],
  [
    'engine_forbidden',
    {
      lines: [
        'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.41/version": dial unix /var/run/docker.sock: connect: permission denied',
      ],
    },
  ],
  ['wrong_architecture', { stage: 'starting_container', lines: ['exec /entrypoint.sh: exec format error'] }],
  [
    'wrong_architecture',
    { stage: 'pulling_image', lines: ['no matching manifest for linux/amd64 in the manifest list entries'] },
  ],
  ['name_unknown', { stage: 'pulling_image', lines: ['dial tcp: lookup registry.example: no such host'] }],
  ['name_unknown', { stage: 'cloning_repo', lines: ['fatal: Could not resolve host: git.example'] }],
  ['name_unknown', { lines: ['psycopg2.OperationalError: could not translate host name "i1_db" to address'] }],
  ['name_unknown', { code: 'name_unknown' }],
  ['image_without_odoo', { lines: ['exec: "odoo": executable file not found in $PATH: unknown'] }],
  ['port_taken', { stage: 'configuring_traefik', message: 'Port 80 of 10.0.0.1 is taken by apache2.' }],
  ['clock_wrong', { code: 'clock_wrong' }],
  ['clock_wrong', { code: 'git_unreachable', message: 'SSL certificate problem: certificate is not yet valid.' }],
  ['clock_wrong', { lines: ['x509: certificate has expired or is not yet valid: current time 2001-01-01 is before'] }],
  [
    'clock_wrong',
    { lines: ['E: Release file for http://deb/dists/x/InRelease is not valid yet (invalid for another 3h)'] },
  ],
  ['locale_missing', { lines: ['ERROR:  invalid locale name: "de_DE.UTF-8"'] }],
  ['git_missing', { lines: ['sh: 1: git: not found'] }],
  ['commit_vanished', { stage: 'cloning_repo', code: 'commit_vanished' }],
  ['migration_failed', { stage: 'initializing_database', code: 'migration_failed' }],
  [
    'migration_failed',
    {
      stage: 'initializing_database',
      lines: ['  File "/mnt/extra-addons/acme/sale_x/migrations/19.0.1.1/post-fill.py", line 4, in migrate'],
    },
  ],
  ['dependency_missing', { lines: ['odoo.modules.graph: module crm_x: Unmet dependencies: crm_y'] }],
  ['dependency_missing', { stage: 'initializing_database', code: 'addon_missing' }],
  ['dependency_missing', { lines: ["ModuleNotFoundError: No module named 'odoo.addons.queue_job'"] }],
  ['python_missing', { stage: 'initializing_database', code: 'library_missing' }],
  ['module_not_installable', { stage: 'initializing_database', code: 'module_not_installable' }],
  ['python_missing', { lines: ["ModuleNotFoundError: No module named 'phonenumbers'"] }],
  ['module_not_installable', { lines: ['odoo.modules.loading: invalid module names, ignored: sale_z'] }],
  [
    'module_not_installable',
    { lines: ['odoo.tools.convert.ParseError: while parsing /mnt/extra-addons/x/views/x.xml:4'] },
  ],
  ['pool_waits', { stage: 'initializing_database', code: 'database_missing' }],
  ['pool_waits', { stage: 'health_check', code: 'health_check_failed', lines: ['FATAL: no such database: i1'] }],
  ['pool_waits', { lines: ['FATAL:  database "i1" does not exist'] }],
  ['pool_waits', { lines: ['server login has been failing, try again later (server_login_retry)'] }],
  ['database_stopped', { code: 'database_stopped' }],
  ['postgres_major', { stage: 'creating_database', code: 'postgres_major' }],
  ['server_without_address', { stage: 'configuring_dns', code: 'server_without_address' }],
  ['database_locked', { stage: 'initializing_database', code: 'database_busy' }],
  [
    'certificate_limit',
    { lines: ['urn:ietf:params:acme:error:rateLimited: too many failed authorizations (5) for "a.example"'] },
  ],
  [
    'certificate_refused',
    {
      lines: ['urn:ietf:params:acme:error:connection: Fetching http://a.example/.well-known/acme-challenge/x: Timeout'],
    },
  ],
  [
    'certificate_refused',
    {
      stage: 'configuring_traefik',
      code: 'certificate_refused',
      message: 'SSL certificate not issued (2.1s): DNS problem: NXDOMAIN looking up A for a.example',
    },
  ],
  [
    'certificate_refused',
    {
      stage: 'renewing',
      code: 'certificate_refused',
      message: 'There is no new certificate for a.example: Invalid response from http://a.example/x: 404; none yet.',
    },
  ],
  [
    'certificate_limit',
    {
      stage: 'renewing',
      code: 'certificate_refused',
      message:
        'There is no new certificate for a.example: 5 tries failed within an hour; the next is taken from 12:30 UTC',
    },
  ],
  [
    'certificate_limit',
    {
      stage: 'configuring_traefik',
      code: 'certificate_refused',
      message:
        'SSL certificate not issued (2.1s): too many certificates (5) already issued for this exact set of domains',
    },
  ],
  ['dns_refused', { stage: 'configuring_dns', code: 'dns_refused' }],
  ['dns_unreachable', { stage: 'configuring_dns', code: 'dns_unreachable' }],
  ['host_key_unconfirmed', { code: 'host_key_unconfirmed' }],
  ['server_down', { stage: 'connecting', code: 'server_down' }],
  ['line_lost', { stage: 'pulling_image', code: 'connection_reset' }],
  ['line_lost', { stage: 'pulling_image', code: 'connection_timeout', message: 'Pulling failed: Connection timeout.' }],
  ['base_folder_refused', { stage: 'connecting', code: 'base_folder_refused' }],
  ['name_taken', { stage: 'creating_database', code: 'name_taken' }],
  ['container_gone', { stage: 'health_check', code: 'container_gone' }],
  ['networks_exhausted', { stage: 'creating_network', code: 'networks_exhausted' }],
  ['network_doubled', { stage: 'creating_network', code: 'network_doubled' }],
  ['engine_refused', { code: 'engine_refused', message: 'Docker on box1 did not make it: no cgroups here.' }],
  ['disk_full', { code: 'engine_refused', message: 'Docker on box1 did not make it: no space left on device.' }],
  ['proxy_refused', { stage: 'configuring_traefik', code: 'proxy_refused', message: 'nginx: unknown directive' }],
  [
    'port_taken',
    { code: 'proxy_refused', message: 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)' },
  ],
  ['proxy_stale', { stage: 'configuring_traefik', code: 'proxy_stale', message: 'It still has the old one.' }],
  ['dns_refused', { stage: 'configuring_dns', lines: ['update failed: NOTAUTH(BADKEY)'] }],
  ['worker_lost', { stage: 'pulling_image', code: 'worker_lost' }],
  ['worker_lost', { stage: 'pulling_image', code: 'gave_up' }],
  ['timed_out', { stage: 'cloning_repo', code: 'timed_out', message: 'Cloning took longer than 600 s.' }],
  ['database_timeout', { stage: 'initializing_database', code: 'timed_out', message: 'It took longer than 600 s.' }],
]

describe('a failure is recognised', () => {
  test.each(examples)('%s %#', (id, more) => {
    expect(diagnose(seen(more))?.id).toBe(id)
  })

  test('and one that nobody knows is said to be unknown', () => {
    expect(diagnose(seen({ stage: 'health_check', message: 'The flux capacitor is empty.' }))).toBeNull()
    expect(diagnose(seen({ stage: 'connecting', lines: ['Health check failed'] }))).toBeNull()
  })

  test('every known failure has an example, causes and something to do', () => {
    const shown = new Set(examples.map(([id]) => id))
    for (const known of knownFailures) {
      expect(shown, known.id).toContain(known.id)
      expect(known.causes.length, known.id).toBeGreaterThan(0)
      expect(known.todo.length, known.id).toBeGreaterThan(0)
    }
  })
})

test('each remedy is an operation that there is, with the argument that its button fills in', () => {
  const operations = allOperations()
  const taken = { job: 'job', server: 'server', instance: 'instance', project: 'project', platform: null } as const
  const wrong = knownFailures.flatMap(({ id, remedies }) =>
    remedies
      .filter(({ operation, of }) => {
        const found = operations.find(operation)
        const name = taken[of]
        return !found || (name !== null && !Object.hasOwn(found.arguments, name))
      })
      .map(({ operation, of }) => `${id}: ${operation} of ${of}`),
  )
  expect(wrong).toEqual([])
})

test('what it failed of counts for more than what was said around it', () => {
  const lines = ['Port 80 of 10.0.0.1 is taken by apache2.']
  const failing = { stage: 'health_check', code: 'health_check_failed', lines }
  expect(diagnose({ ...failing, message: 'Health check failed: FATAL: no such database: i1' })?.id).toBe('pool_waits')
  expect(diagnose({ ...failing, message: 'Health check failed: nothing answered' })?.id).toBe('port_taken')
  expect(diagnose({ ...failing, message: 'Health check failed', lines: [] })?.id).toBe('health_check_failed')
})

test('what Odoo says of a module that failed counts for more than that it failed', () => {
  const failing = { stage: 'initializing_database', code: 'module_failed', lines: [] }
  const of = (message: string) => diagnose({ ...failing, message })?.id
  expect(of('acme_lost could not be installed: Unmet dependencies: nowhere_at_all')).toBe('dependency_missing')
  expect(of("acme could not be installed: ModuleNotFoundError: No module named 'ldap'")).toBe('python_missing')
  expect(of('acme could not be installed: nobody knows why')).toBe('module_not_installable')
})
