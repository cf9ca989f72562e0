import { sharesOf } from '../instance/share.rule.ts'
import { byPriority } from './modules.rule.ts'
import { mountOf, namesOf } from './names.rule.ts'
import type { Release } from './release.ts'

type Values = Map<string, string>

const ownAddons = '/usr/lib/python3/dist-packages/odoo/addons'

/** The highest first: what the project has beside its own, its own, the organization's, the platform's, Odoo's. */
export function addonsPath(release: Release): string {
  const ours = byPriority(release.sources).flatMap((source) =>
    (source.roots ?? ['']).map((root) => (root === '' ? mountOf(source) : `${mountOf(source)}/${root}`)),
  )
  return [...ours, ownAddons].join(',')
}

/** What stands in odoo.conf unless a person says otherwise; what only the tool may say comes last and wins. */
export function odooConf(release: Release, passwords: { database: string; adminHash: string }): string {
  const { options, sections } = read(release.settings.odooConf)
  const merged: Values = new Map([
    ...Object.entries(defaults(release)),
    ...options,
    ...Object.entries(managed(release, passwords)),
  ])
  const queue = release.settings.ocaQueue && !sections.has('queue_job') ? [['queue_job', ['channels = root:2']]] : []
  const more = [...queue, ...sections].map(([name, lines]) => `\n[${String(name)}]\n${[lines].flat(2).join('\n')}\n`)
  return `[options]\n${[...merged].map(([key, value]) => `${key} = ${value}`).join('\n')}\n${more.join('')}`
}

/** How many lines of somebody's own take effect. */
export function overridesIn(text: string): number {
  return read(text).options.size
}

function defaults({ size, settings }: Release): Record<string, string> {
  return {
    workers: String(settings.workers ?? sharesOf(size).workers),
    max_cron_threads: String(settings.maxCronThreads ?? 2),
    limit_memory_hard: '2684354560',
    limit_memory_soft: '2147483648',
    limit_time_cpu: '900',
    limit_time_real: '1800',
    logfile: 'False',
  }
}

function managed(release: Release, { database, adminHash }: { database: string; adminHash: string }) {
  const names = namesOf(release)
  const major = Number.parseInt(release.instance.version, 10)
  return {
    addons_path: addonsPath(release),
    data_dir: '/var/lib/odoo',
    admin_passwd: adminHash,
    db_host: names.bouncer,
    db_port: '6432',
    db_user: 'odoo',
    db_password: database,
    db_name: names.databaseName,
    dbfilter: `^${names.databaseName}$`,
    list_db: 'False',
    proxy_mode: 'True',
    http_interface: '0.0.0.0',
    http_port: '8069',
    [major >= 16 ? 'gevent_port' : 'longpolling_port']: '8072',
    server_wide_modules: release.settings.ocaQueue ? 'base,web,queue_job' : 'base,web',
  }
}

/** Lines as people paste them. One that is indented further goes on with the value above it. */
function read(text: string): { options: Values; sections: Map<string, string[]> } {
  const options: Values = new Map()
  const sections = new Map<string, string[]>()
  let section = 'options'
  let last = ''
  let lastIndent = 0
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim()
    const indent = raw.length - raw.trimStart().length
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const head = /^\[([^\]]+)\]$/.exec(line)?.[1]
    const pair = /^([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/.exec(line)
    if (head) section = head
    else if (section !== 'options') sections.set(section, [...(sections.get(section) ?? []), line])
    else if (indent > lastIndent && last !== '') options.set(last, `${options.get(last) ?? ''} ${line}`)
    else if (pair) {
      last = pair[1] ?? ''
      lastIndent = indent
      options.set(last, pair[2] ?? '')
    }
  }
  return { options, sections }
}
