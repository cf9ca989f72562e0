import fc from 'fast-check'

export interface Said {
  operation: string
  given: Record<string, unknown>
}

/** A place where a person may say something: the operation as it is asked well, and the words that are theirs. */
interface Place {
  operation: string
  well: Record<string, unknown>
  fields: readonly string[]
  /** As it would be said well, so that what is nasty stands beside it. */
  like: string
}

const instance = 'acme/staging'

export function placesOf(address: string, repository: string): Place[] {
  const add = { host: address, port: 22 }
  return [
    { operation: 'instance.configure', well: { instance }, fields: ['odoo_conf'], like: 'limit_time_real = 999' },
    { operation: 'instance.configure', well: { instance }, fields: ['branch', 'notes'], like: 'main' },
    { operation: 'instance.configure', well: { instance }, fields: ['domain'], like: 'a.lab.test' },
    { operation: 'instance.configure', well: { instance }, fields: ['image'], like: '10.214.0.1:5000/odoo:19.0' },
    { operation: 'instance.configure', well: { instance }, fields: ['excluded_addons'], like: 'sale' },
    { operation: 'instance.plan', well: { instance }, fields: ['branch', 'tag', 'commit'], like: 'main' },
    {
      operation: 'instance.create',
      well: { environment: instance, version: '19.0' },
      fields: ['name', 'version'],
      like: 'b',
    },
    {
      operation: 'variable.set',
      well: { instance, name: 'NASTY' },
      fields: ['value', 'secret_value', 'category'],
      like: 'v',
    },
    { operation: 'variable.set', well: { instance, value: 'plain' }, fields: ['name'], like: 'NAME' },
    {
      operation: 'repository.add',
      well: { url: repository, project: 'other' },
      fields: ['name', 'branch'],
      like: 'one',
    },
    { operation: 'repository.add', well: { project: 'other' }, fields: ['url'], like: repository },
    { operation: 'project.create', well: {}, fields: ['name'], like: 'one' },
    { operation: 'project.create', well: { name: 'two' }, fields: ['repo'], like: repository },
    {
      operation: 'environment.create',
      well: { environment: 'other/development' },
      fields: ['server', 'environment'],
      like: 'other/development',
    },
    {
      operation: 'version.set',
      well: { version: '18.0' },
      fields: ['image', 'build'],
      like: 'registry.example/odoo:18.0',
    },
    { operation: 'version.set', well: { image: 'registry.example/odoo' }, fields: ['version'], like: '18.0' },
    { operation: 'platform.configure', well: {}, fields: ['base_folder'], like: '/opt/other' },
    {
      operation: 'platform.configure',
      well: {},
      fields: ['resource_prefix', 'apps_domain', 'acme_email'],
      like: 'paasportal',
    },
    {
      operation: 'platform.configure',
      well: {},
      fields: ['postgres_image', 'nginx_image'],
      like: 'registry.example/postgres',
    },
    {
      operation: 'platform.configure',
      well: {},
      fields: ['apt_mirror', 'pip_index', 'acme_directory'],
      like: 'https://mirror.example/x',
    },
    {
      operation: 'server.add',
      well: { ...add, name: 'box' },
      fields: ['user', 'docker_socket'],
      like: '/run/docker.sock',
    },
    { operation: 'server.add', well: add, fields: ['name'], like: 'box' },
    {
      operation: 'server.configure',
      well: { server: 'box1' },
      fields: ['base_folder', 'user', 'docker_socket'],
      like: '/opt/x',
    },
    { operation: 'git.connect', well: { token: 'token' }, fields: ['host'], like: 'git.example/acme' },
    {
      operation: 'git.connect',
      well: { host: 'git.example', token: 'token' },
      fields: ['username', 'token'],
      like: 'deploy',
    },
    { operation: 'registry.add', well: { host: 'registry.example' }, fields: ['name'], like: 'one' },
    { operation: 'registry.add', well: { name: 'r' }, fields: ['host'], like: 'registry.example:5000' },
    {
      operation: 'provider.add',
      well: { name: 'p', kind: 'rfc2136', secret: 'aGVsbG8=', key_name: 'k', server: '192.0.2.1' },
      fields: ['zone'],
      like: 'acme.example',
    },
    {
      operation: 'provider.add',
      well: { name: 'p', kind: 'rfc2136', secret: 'aGVsbG8=', zone: 'acme.example' },
      fields: ['server', 'key_name'],
      like: '192.0.2.1',
    },
    { operation: 'audit.list', well: {}, fields: ['operation', 'member', 'since'], like: 'deploy' },
    { operation: 'instance.show', well: {}, fields: ['instance'], like: instance },
    { operation: 'instance.lock', well: { instance: 'other/development' }, fields: ['reason'], like: 'because' },
  ]
}

/** Where a command that slipped through leaves its mark, on whichever machine. */
export const mark = '/tmp/pilothouse-struck'

const touch = `touch ${mark}`

const pieces = [
  ["'", '"', '`', '\\', ';', '|', '&', '#', '%', '{', '}', '<', '>', '*', '?', '~', '!', '=', ':', '@', '/', ',', '.'],
  ['\n', '\r\n', '\r', '\t', ' ', '\0', '\u001b[31m', '\u007f', '\u0085', '\u2028', '\u202e', '\ud800', 'é', '😀'],
  [`$(${touch})`, `\`${touch}\``, `; ${touch};`, `| ${touch}`, `\n${touch}\n`, `&& ${touch}`, `' ; ${touch} ; '`],
  [`--upload-pack=${touch}`, `-oProxyCommand=${touch}`, `ext::sh -c ${touch}`, '--', '-', '-c', '--help', '../', '..'],
  ["'; DROP TABLE instance; --", '" OR 1=1 --', '; DROP DATABASE postgres;', "'||pg_sleep(9)||'", '%s%n', '{0}'],
  ['[options]', '\n[options]\n', 'admin_passwd = admin', '\ndb_name = postgres', '\n\tdata_dir = /', 'LIST_DB: True'],
  ['}\nserver { listen 81; }', 'return 200 "x";', 'include /etc/passwd;', '$host', '*.', '`Host(`a`)`', '%(here)s'],
  ['constructor', '__proto__', 'null', 'HEAD', 'refs/heads/main', 'main', 'a', '0', '9'.repeat(40), 'x'.repeat(400)],
].flat()

/** The same at each run: so many of them, at places in turn. */
export function nastySaid(places: readonly Place[], count: number): Said[] {
  const word = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))
  const drawn = fc.sample(fc.tuple(word, fc.constantFrom('alone', 'after', 'before'), fc.nat()), {
    seed: 20261122,
    numRuns: count,
  })
  return drawn.map(([text, where, draw], index) => {
    const { operation, well, fields, like } = places[index % places.length] ?? never()
    const field = fields[draw % fields.length] ?? never()
    const value = where === 'alone' ? text : where === 'after' ? `${like}${text}` : `${text}${like}`
    return { operation, given: { ...well, [field]: value } }
  })
}

/** What somebody thought of: each that once worked somewhere. */
export function thoughtOf(repository: string): Said[] {
  const conf = (odoo_conf: string): Said => ({ operation: 'instance.configure', given: { instance, odoo_conf } })
  const variable = (value: string, name = 'NASTY'): Said => ({
    operation: 'variable.set',
    given: { instance, name, value },
  })
  const plan = (given: Record<string, string>): Said => ({ operation: 'instance.plan', given: { instance, ...given } })
  const add = (given: Record<string, string>): Said => ({
    operation: 'repository.add',
    given: { project: 'other', ...given },
  })
  return [
    ...[
      '-x',
      '--upload-pack=x',
      `--upload-pack=${touch}`,
      'a..b',
      'a b',
      'refs/heads/../x',
      '@{-1}',
      'main^{commit}',
      'main:refs/heads/x',
      '+main',
      'a~1',
      '.lock',
    ].flatMap((ref) => [plan({ branch: ref }), plan({ tag: ref })]),
    ...['-1234567', '0000000;x', 'HEAD'].map((commit) => plan({ commit })),
    ...[
      `ext::sh -c ${touch}`,
      '--upload-pack=x',
      '/etc/passwd',
      'file:///etc',
      'http://a b/x',
      `${repository}\n`,
      `ssh://-oProxyCommand=${touch}/x`,
      `git@-oProxyCommand=${touch}:x`,
      'http://u:p@git.example/x.git',
      `${repository}#x`,
      'https://git.example/\u202egit',
      'git@$(id):x',
    ].map((url) => add({ url })),
    ...['..', '.git', '-rf', 'a/b', 'a\0b', 'odoo.conf', '__proto__'].map((name) => add({ url: repository, name })),
    ...[
      '[options]\ndb_name = postgres',
      ' db_name = postgres',
      '[options]\n admin_passwd = x',
      'limit_time_real = 1\n db_name = x',
      'x = 1\r[options]\rdb_name = y',
      'x = 1\u0085db_name = y',
      'x = 1\u2028db_name = y',
      'x = 1\u000bdb_name = y',
      'DB_NAME = y',
      'db_name: y',
      'db_name',
      '[DEFAULT]\ndb_name = y',
      '[x]\nweb = %(db_password)s',
      'logfile = /etc/passwd',
      'x = \0',
      '[a]\n[options]\nlist_db = True',
      '[queue_job]\nchannels = root:1',
      'limit_time_real = 1234 ; comment',
    ].map(conf),
    ...[
      'a\nB=c',
      '\0',
      'a\0b',
      '\r',
      '\n',
      '\' " $HOME `id` \\ # !',
      '=',
      ' lead and trail ',
      '\ud800',
      '--env X=y',
      '%s',
      `$(${touch})`,
      '\n\n--\n',
    ].map((value) => variable(value)),
    ...[
      'A=B',
      'A B',
      'A\nB',
      '1A',
      'LD_PRELOAD',
      'PATH',
      'path',
      'ODOO_RC',
      'DB;x',
      '',
      'PYTHONPATH',
      'A\0',
      'DOCKER_HOST',
    ].map((name) => variable('x', name)),
  ]
}

function never(): never {
  throw new Error('there are no places')
}
