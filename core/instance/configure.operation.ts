import { z } from 'zod'
import { Fault } from '../error.ts'
import { said } from '../form/said.ts'
import { spanMs, spanText } from '../form/span.rule.ts'
import { span } from '../form/span.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { domainText, notesText } from '../project/arguments.ts'
import { projectEvent } from '../project/event.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { checkedVersion } from '../version/known.ts'
import { buildArguments, settingsFrom } from './build.arguments.ts'
import { refuseTaken } from './domain.ts'
import { instanceCard, instanceData } from './instance.card.ts'
import { type Instance, type InstanceSettings, standing } from './instance.ts'
import { checkedConf } from './odoo-conf.rule.ts'

export const instanceConfigure = operation({
  id: 'instance.configure',
  summary: 'Change what an instance is set to; the next deploy takes it',
  examples: [
    'instance configure acme/staging --workers 4 --max-cron-threads 1',
    'instance configure acme/staging --branch 19.0-next --no-oca-queue',
    'instance configure acme/production --answers-within 5m',
  ],
  arguments: {
    instance: instanceArgument,
    workers: argument(z.coerce.number().int().min(0).max(64).optional(), {
      label: 'Workers',
      help: 'Two for each core of Odoo unless set; 0 is one process with threads',
    }),
    max_cron_threads: argument(z.coerce.number().int().min(0).max(16).optional(), { label: 'Cron threads' }),
    answers_within: argument(span('30s', '1h').optional(), {
      label: 'Answers within',
      help: 'How long a new release may take until it answers, like 5m; 60s unless set. A large one loads for longer',
    }),
    ...buildArguments(),
    domain: argument(domainText.optional(), { label: 'Domain' }),
    odoo_conf: argument(z.string().max(20_000).optional(), {
      label: 'odoo.conf',
      help: 'Lines of your own; what Pilothouse manages cannot stand in it. A dash alone takes them away',
      hidden: true,
      long: true,
    }),
    notes: argument(notesText.optional(), { label: 'Notes', long: true }),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['settings'],
  current: (_asking, { row }) => Promise.resolve(asArguments(row.instance)),
  async change(rows, _asking, values, { row, name }) {
    const before = await rows.instance.one({ id: row.instance.id })
    if (!before) throw new Fault('not_found', { what: 'instance', name, list: 'instance list' })
    const { instance: _reference, ...given } = values
    const changed = Object.entries(given).filter(([, value]) => value !== undefined)
    if (changed.length === 0) throw nothingSaid()
    if (values.odoo_conf !== undefined) refuseConf(values.odoo_conf)
    const version = values.version === undefined ? before.version : await checkedVersion(rows, values.version)
    if (version !== before.version && standing.includes(before.state)) throw versionStays(name)
    const domain = values.domain ?? before.domain
    await refuseTaken(rows, domain, before.id)
    const instance: Instance = {
      ...before,
      version,
      domain,
      branch: values.branch ?? before.branch,
      settings: { ...before.settings, ...settingsFrom(values), ...ownSettings(values) },
    }
    const { settings, branch } = instance
    await rows.instance.update({ id: before.id }, { version, domain, branch, settings })
    const names = changed.map(([key]) => key)
    rows.tell(projectEvent(row.project, 'instance.configured', { instance: name, changed: names }))
    const found = { ...row, instance }
    const { serverId } = row.environment
    const server = serverId ? await rows.server.one({ id: serverId }) : null
    return {
      card: instanceCard(found, server, [
        { tone: 'good', text: `Kept: ${names.join(', ')}. The next deploy takes it` },
      ]),
      data: instanceData(found),
    }
  },
})

interface Own {
  workers?: number | undefined
  max_cron_threads?: number | undefined
  answers_within?: string | undefined
  odoo_conf?: string | undefined
  notes?: string | undefined
}

function ownSettings({ workers, max_cron_threads, answers_within, odoo_conf, notes }: Own): InstanceSettings {
  return {
    ...(workers === undefined ? {} : { workers }),
    ...(max_cron_threads === undefined ? {} : { maxCronThreads: max_cron_threads }),
    ...(answers_within === undefined ? {} : { answersWithinMs: spanMs(answers_within) }),
    ...(odoo_conf === undefined ? {} : { odooConf: odoo_conf.trim() === '-' ? '' : odoo_conf }),
    ...(notes === undefined ? {} : { notes: notes === '-' ? '' : notes }),
  }
}

function refuseConf(text: string): void {
  if (text.trim() === '-') return
  const checked = checkedConf(text)
  if (!checked.ok)
    throw new Fault('invalid_arguments', { operation: 'instance configure', field: 'odoo_conf', why: checked.why })
}

function nothingSaid(): Fault {
  return new Fault('missing_arguments', {
    operation: 'instance configure',
    field: 'workers',
    fields: 'something to change',
    usage: 'instance configure <instance> --workers <number> …',
  })
}

function versionStays(name: string): Fault {
  return new Fault('state_forbids', {
    why: `${name} is deployed, and a database does not change its Odoo version by a setting.`,
    next: 'Make another instance with that version and move the data there.',
  })
}

/** Without odoo.conf: a password may stand in it. */
function asArguments({ version, branch, domain, settings }: Instance) {
  return said({
    workers: settings.workers,
    max_cron_threads: settings.maxCronThreads,
    answers_within: settings.answersWithinMs === undefined ? undefined : spanText(settings.answersWithinMs),
    version,
    edition: settings.edition,
    image: settings.image,
    branch,
    oca_queue: settings.ocaQueue,
    excluded_addons: settings.excludedAddons?.join(', '),
    clean_diff: settings.cleanDiff,
    domain,
    notes: settings.notes,
  })
}
