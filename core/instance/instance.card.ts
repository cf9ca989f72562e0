import type { Action, Card, Field, Line, Tone } from '../card/card.ts'
import { spanText } from '../form/span.rule.ts'
import type { InstanceFound } from '../reference/find.ts'
import type { Server } from '../server/server.ts'
import type { Instance, InstanceState } from './instance.ts'
import { sharesOf } from './share.rule.ts'

export const instanceTones: Record<InstanceState, Tone> = {
  draft: 'waiting',
  deployed: 'good',
  error: 'bad',
  disabled: 'idle',
  deleted: 'idle',
}

export function instancePath({ project, environment, instance }: InstanceFound): string {
  return `${project.slug}/${environment.kind}/${instance.name}`
}

/** An instance as far as the store knows it. */
export function instanceCard(found: InstanceFound, server: Server | null, more: readonly Line[] = []): Card {
  const { environment, instance } = found
  const path = instancePath(found)
  return {
    title: path,
    tone: instanceTones[instance.state],
    state: instance.state === 'draft' ? 'draft: not deployed yet' : instance.state,
    lines: more,
    fields: [
      { label: 'Stage', value: environment.kind },
      { label: 'Version', value: `${instance.version} ${instance.settings.edition ?? 'community'}` },
      { label: 'Branch', value: [{ code: instance.branch }] },
      { label: 'Domain', value: instance.domain ?? 'none yet' },
      { label: 'Server', value: server ? server.name : 'none yet' },
      ...sizeFields(instance),
      ...settingFields(instance),
      { label: 'Created', value: [{ age: instance.createdAt }] },
      { label: 'Id', value: [{ code: instance.id }] },
    ],
    actions: instanceActions(path, instance),
    view: `instance show ${path}`,
    words: [path, 'instance', instance.version, instance.state, instance.branch],
  }
}

export function sizeFields({ size }: Pick<Instance, 'size'>): Field[] {
  const { database, odoo } = sharesOf(size)
  return [
    { label: 'Size', value: `${size.cpu} cores, ${size.memoryMb} MB memory, ${size.diskGb} GB disk` },
    {
      label: 'Shares',
      value: `Odoo 70 %: ${odoo.cpu} cores, ${odoo.memoryMb} MB; database 30 %: ${database.cpu} cores, ${database.memoryMb} MB`,
    },
  ]
}

function settingFields({ settings, size }: Instance): Field[] {
  const fields: Field[] = [
    {
      label: 'Workers',
      value: settings.workers === undefined ? `${sharesOf(size).workers}, by its size` : String(settings.workers),
    },
  ]
  if (settings.maxCronThreads !== undefined)
    fields.push({ label: 'Cron threads', value: String(settings.maxCronThreads) })
  if (settings.answersWithinMs !== undefined)
    fields.push({ label: 'Answers within', value: spanText(settings.answersWithinMs) })
  if (settings.image) fields.push({ label: 'Image', value: [{ code: settings.image }] })
  if (settings.ocaQueue !== undefined) fields.push({ label: 'OCA queue', value: settings.ocaQueue ? 'on' : 'off' })
  if (settings.excludedAddons?.length)
    fields.push({ label: 'Excluded addons', value: settings.excludedAddons.join(', ') })
  if (settings.odooConf)
    fields.push({ label: 'odoo.conf', value: `${settings.odooConf.split('\n').length} lines of its own` })
  if (settings.notes) fields.push({ label: 'Notes', value: settings.notes })
  return fields
}

function instanceActions(path: string, instance: Instance): Action[] {
  const open: Action[] =
    instance.state === 'deployed' && instance.domain ? [{ label: 'Open', url: `https://${instance.domain}` }] : []
  return [
    ...open,
    { label: 'Configure', operation: 'instance.configure', arguments: { instance: path }, form: true },
    { label: 'Size', operation: 'instance.size', arguments: { instance: path }, form: true },
    { label: 'Variables', operation: 'variable.list', arguments: { instance: path } },
  ]
}

/** What a program gets of an instance. */
export function instanceData(found: InstanceFound) {
  const { project, environment, instance } = found
  const { settings } = instance
  return {
    id: instance.id,
    reference: instancePath(found),
    name: instance.name,
    project: project.slug,
    project_id: project.id,
    environment: environment.kind,
    environment_id: environment.id,
    server_id: environment.serverId,
    version: instance.version,
    edition: settings.edition ?? 'community',
    branch: instance.branch,
    domain: instance.domain,
    state: instance.state,
    size: { cpu: instance.size.cpu, memory_mb: instance.size.memoryMb, disk_gb: instance.size.diskGb },
    shares: sharesOf(instance.size),
    settings: {
      workers: settings.workers ?? null,
      max_cron_threads: settings.maxCronThreads ?? null,
      answers_within_ms: settings.answersWithinMs ?? null,
      oca_queue: settings.ocaQueue ?? false,
      odoo_conf: settings.odooConf ?? '',
      notes: settings.notes ?? '',
      image: settings.image ?? null,
      excluded_addons: settings.excludedAddons ?? [],
      clean_diff: settings.cleanDiff ?? false,
    },
    created_at: instance.createdAt,
  }
}
