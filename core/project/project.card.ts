import type { Action, Card, Field, Line, Text, Tone } from '../card/card.ts'
import { toneSymbols } from '../card/card.ts'
import { countsOf } from '../environment/environment.card.ts'
import { saidPolicy } from '../gate/policy.arguments.ts'
import { policyWords } from '../gate/policy.ts'
import { instanceTones } from '../instance/instance.card.ts'
import { readingLine } from '../server/reading.line.ts'
import type { Project } from './project.ts'
import type { WholeEnvironment, WholeProject } from './read.ts'

/** A project: its environments with their servers, its apps by Odoo version. */
export function projectCard(whole: WholeProject, { fresh = false }: { fresh?: boolean } = {}): Card {
  const { project, environments } = whole
  const apps = environments.flatMap(appRows)
  return {
    title: project.name,
    ...toneOf(project, environments),
    lines: environments.map(environmentLine),
    fields: projectFields(project),
    ...(apps.length === 0
      ? {}
      : {
          table: {
            columns: ['Version', 'App', 'State', 'Branch', 'Domain'],
            rows: apps
              .sort((one, other) => other.version.localeCompare(one.version, 'en', { numeric: true }))
              .map(({ row }) => row),
            empty: 'No apps yet',
          },
        }),
    actions: fresh || environments.length === 0 ? firstActions(project) : actionsOf(project),
    view: `project show ${project.slug}`,
    words: [project.slug, 'project', project.code],
  }
}

function toneOf(project: Project, environments: readonly WholeEnvironment[]): { tone: Tone; state: string } {
  if (project.state === 'archived') return { tone: 'idle', state: 'archived' }
  const all = environments.flatMap(({ instances }) => instances)
  if (environments.length === 0) return { tone: 'idle', state: 'active, no environments yet' }
  const { deployed, total } = countsOf(all)
  if (all.some(({ state }) => state === 'error'))
    return { tone: 'bad', state: `active, ${deployed} of ${total} deployed` }
  return { tone: total > 0 && deployed === total ? 'good' : 'idle', state: `active, ${deployed} of ${total} deployed` }
}

function environmentLine({ environment, server, instances }: WholeEnvironment): Line {
  const { deployed, total } = countsOf(instances)
  const troubled = instances.some(({ state }) => state === 'error')
  const keyChanged = server?.trust === 'changed'
  const tone: Tone = troubled || keyChanged ? 'bad' : total > 0 && deployed === total ? 'good' : 'idle'
  const text: Text = [
    { bold: environment.kind },
    ` ${deployed} of ${total} deployed`,
    server ? ` on ${server.name}: ${readingLine(server)}` : ', on no server yet',
  ]
  return server === null || server.readingAt === null
    ? { tone, text }
    : { tone, text, note: [{ age: server.readingAt }] }
}

function appRows({ environment, instances }: WholeEnvironment): { version: string; row: Text[] }[] {
  return instances.map((one) => ({
    version: one.version,
    row: [
      one.version,
      `${environment.kind}/${one.name}`,
      `${toneSymbols[instanceTones[one.state]]} ${one.state}`,
      one.branch,
      one.domain ?? '–',
    ],
  }))
}

function projectFields(project: Project): Field[] {
  const { settings } = project
  const fields: Field[] = [
    { label: 'Repository', value: project.repository || 'none yet' },
    { label: 'Code', value: project.code },
    { label: 'Type', value: project.type },
    { label: 'Apps domain', value: project.appsDomain ?? 'the platform’s' },
  ]
  if (settings.domainProvider) fields.push({ label: 'Domain provider', value: settings.domainProvider })
  const { version, edition, branch, image } = settings.build ?? {}
  const build = [version, edition, branch, image].filter((part) => part !== undefined)
  if (build.length > 0) fields.push({ label: 'Build', value: build.join(', ') })
  const policy = policyWords(settings.policy)
  if (policy !== '') fields.push({ label: 'Production', value: policy })
  if (settings.notes) fields.push({ label: 'Notes', value: settings.notes })
  return fields
}

function firstActions({ slug }: Project): Action[] {
  return [
    { label: 'New environment', operation: 'environment.create', arguments: {}, form: true, style: 'primary' },
    { label: 'Configure', operation: 'project.configure', arguments: { project: slug }, form: true },
  ]
}

function actionsOf({ slug, state }: Project): Action[] {
  if (state === 'archived')
    return [{ label: 'Bring back', operation: 'project.unarchive', arguments: { project: slug } }]
  return [
    { label: 'Configure', operation: 'project.configure', arguments: { project: slug }, form: true },
    { label: 'Instances', operation: 'instance.list', arguments: { place: slug } },
    { label: 'Jobs', operation: 'job.list', arguments: { project: slug } },
  ]
}

/** What a program gets of a project. */
export function projectData({ project, environments }: WholeProject) {
  return {
    ...shortData(project),
    repository: project.repository,
    code: project.code,
    type: project.type,
    apps_domain: project.appsDomain,
    domain_provider: project.settings.domainProvider ?? null,
    notes: project.settings.notes ?? '',
    build: project.settings.build ?? {},
    policy: saidPolicy(project.settings.policy),
    environments: environments.map(({ environment, server, instances }) => ({
      id: environment.id,
      kind: environment.kind,
      server: server?.name ?? null,
      ...countsOf(instances),
      instances: instances.map(({ id, name, version, branch, state, domain }) => ({
        id,
        name,
        version,
        branch,
        state,
        domain,
      })),
    })),
  }
}

export function shortData(project: Project) {
  const { id, slug, name, state, organizationId, createdAt } = project
  return { id, slug, name, state, organization_id: organizationId, created_at: createdAt }
}
