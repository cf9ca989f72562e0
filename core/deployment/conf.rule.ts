import { isManaged } from '../instance/managed-conf.rule.ts'
import { sharesOf } from '../instance/share.rule.ts'
import { byPriority } from './modules.rule.ts'
import { databaseRole, mountOf, namesOf } from './names.rule.ts'
import { odooPort, pushPort } from './ports.rule.ts'
import type { Release, Variable } from './release.ts'

type Values = Map<string, string>
/** What people set of it. */
type Chosen = Pick<Release, 'size' | 'settings' | 'variables'>

const ownAddons = '/usr/lib/python3/dist-packages/odoo/addons'

/** The highest first: what the project has beside its own, its own, the organization's, the platform's, Odoo's. */
export function addonsPath(release: Release): string {
  const ours = byPriority(release.sources).flatMap((source) =>
    (source.roots ?? ['']).map((root) => (root === '' ? mountOf(source) : `${mountOf(source)}/${root}`)),
  )
  return [...ours, ownAddons].join(',')
}

/** What stands in odoo.conf unless a person says otherwise; what only the tool may say comes last and wins. */
export function odooConf(release: Release, passwords: Passwords): string {
  const { sections } = read(release.settings.odooConf)
  const sealed = inConf(release).flatMap(({ name, value }) =>
    value === null ? [[name.toLowerCase(), passwords.variable(name)] as const] : [],
  )
  const options = new Map([...effectiveConf(release), ...sealed, ...Object.entries(hidden(passwords))])
  const queue: [string, Values][] =
    release.settings.ocaQueue && !sections.has('queue_job') ? [['queue_job', new Map([['channels', 'root:2']])]] : []
  return [['options', options] as const, ...queue, ...sections]
    .map(([name, values]) => `[${name}]\n${[...values].map(([key, value]) => `${key} = ${value}\n`).join('')}`)
    .join('\n')
}

/** The options that take effect, without those that are secret: defaults, size, what people wrote, in that order. */
export function effectiveConf(release: Release): ReadonlyMap<string, string> {
  const own = ownOptions(release)
  return new Map([...Object.entries(defaults(release)), ...own, ...Object.entries(managed(release))])
}

/** So many processes Odoo starts: what people wrote themselves wins here too. */
export function processesOf(release: Chosen): { workers: number; cronThreads: number } {
  const own = ownOptions(release)
  const usual = processes(release)
  return {
    workers: count(own.get('workers')) ?? usual.workers,
    cronThreads: count(own.get('max_cron_threads')) ?? usual.cronThreads,
  }
}

function count(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}

function processes({ size, settings }: Pick<Release, 'size' | 'settings'>) {
  return { workers: settings.workers ?? sharesOf(size).workers, cronThreads: settings.maxCronThreads ?? 2 }
}

/** How many options of somebody's own take effect. */
export function overridesIn(release: Release): number {
  const sealed = inConf(release).map(({ name }) => name.toLowerCase())
  return new Set([...ownOptions(release).keys(), ...sealed]).size
}

/** What people wrote into odoo.conf, and then their variables that are no secret. */
function ownOptions(release: Pick<Release, 'settings' | 'variables'>): Values {
  const plain = inConf(release).flatMap(({ name, value }) =>
    value === null ? [] : [[name.toLowerCase(), value] as const],
  )
  return new Map([...read(release.settings.odooConf).options, ...plain])
}

function inConf({ variables }: Pick<Release, 'variables'>): Variable[] {
  return variables.filter(({ conf, name }) => conf && !isManaged(name))
}

function defaults(release: Release): Record<string, string> {
  const { workers, cronThreads } = processes(release)
  return {
    workers: String(workers),
    max_cron_threads: String(cronThreads),
    limit_memory_hard: '2684354560',
    limit_memory_soft: '2147483648',
    limit_time_cpu: '900',
    limit_time_real: '1800',
    logfile: 'False',
    // From 19 on that is so unless somebody asks for it.
    ...(Number.parseInt(release.instance.version, 10) < 19 ? { without_demo: 'all' } : {}),
  }
}

/** What no plan shows. */
interface Passwords {
  database: string
  adminHash: string
  /** Of a variable that is sealed. */
  variable(name: string): string
}

function hidden({ database, adminHash }: Passwords): Record<string, string> {
  return { admin_passwd: adminHash, db_password: database }
}

function managed(release: Release): Record<string, string> {
  const names = namesOf(release)
  const major = Number.parseInt(release.instance.version, 10)
  return {
    addons_path: addonsPath(release),
    data_dir: '/var/lib/odoo',
    db_host: names.bouncer,
    db_port: '6432',
    db_user: databaseRole,
    db_name: names.databaseName,
    dbfilter: `^${names.databaseName}$`,
    list_db: 'False',
    proxy_mode: 'True',
    http_interface: '0.0.0.0',
    http_port: String(odooPort),
    [major >= 16 ? 'gevent_port' : 'longpolling_port']: String(pushPort),
    server_wide_modules: release.settings.ocaQueue ? 'base,web,queue_job' : 'base,web',
  }
}

interface Read {
  options: Values
  sections: Map<string, Values>
}

/**
 * Lines as people paste them, read as Odoo reads them: names in any case are the same, and an indented line goes on
 * with the value above it. Only what we understood is written again, so nothing slips through in another guise.
 */
function read(text: string): Read {
  const options: Values = new Map()
  const sections = new Map<string, Values>()
  let current = options
  let last: string | null = null
  let lastIndent = 0
  for (const raw of text.split(/\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/)) {
    const line = raw.trim()
    const indent = raw.length - raw.trimStart().length
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const head = /^\[([^\]]+)\]/.exec(line)?.[1]?.trim()
    const pair = /^([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/.exec(line)
    if (indent > lastIndent && last !== null) current.set(last, `${current.get(last) ?? ''} ${line}`)
    else if (head !== undefined) {
      // What is said for all sections is said for Odoo's own.
      current = ['options', 'default'].includes(head.toLowerCase()) ? options : (sections.get(head) ?? new Map())
      if (current !== options) sections.set(head, current)
      last = null
      lastIndent = 0
    } else {
      last = pair?.[1]?.toLowerCase() ?? null
      lastIndent = indent
      if (last !== null && isManaged(last)) last = null
      if (last !== null) current.set(last, pair?.[2] ?? '')
    }
  }
  return { options, sections }
}
