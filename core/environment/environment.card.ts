import type { Action, Card, Field, Line } from '../card/card.ts'
import { toneSymbols } from '../card/card.ts'
import { instanceTones } from '../instance/instance.card.ts'
import { type Instance, standing } from '../instance/instance.ts'
import type { EnvironmentFound } from '../reference/find.ts'
import type { Server } from '../server/server.ts'
import { type Automation, automationDefaults } from './environment.ts'

/** How many of an environment's instances are deployed, of how many. */
export function countsOf(instances: readonly Instance[]): { deployed: number; total: number } {
  return { deployed: instances.filter(({ state }) => standing.includes(state)).length, total: instances.length }
}

export function environmentCard(
  { project, environment }: EnvironmentFound,
  server: Server | null,
  instances: readonly Instance[],
  more: readonly Line[] = [],
): Card {
  const path = `${project.slug}/${environment.kind}`
  const { deployed, total } = countsOf(instances)
  return {
    title: path,
    ...(total === 0
      ? { tone: 'idle' as const, state: 'no instances yet' }
      : {
          tone: deployed === total ? ('good' as const) : ('waiting' as const),
          state: `${deployed} of ${total} deployed`,
        }),
    lines: [...more, ...(server ? [] : [{ tone: 'warning' as const, text: 'It stands on no server yet' }])],
    fields: [{ label: 'Server', value: server?.name ?? 'none yet' }, ...automationFields(environment.automation)],
    ...(total === 0
      ? {}
      : {
          table: {
            columns: ['Instance', 'Version', 'State', 'Branch'],
            rows: instances.map((one) => [
              one.name,
              one.version,
              `${toneSymbols[instanceTones[one.state]]} ${one.state}`,
              one.branch,
            ]),
            empty: 'No instances yet',
          },
        }),
    actions: environmentActions(path),
    view: `environment show ${path}`,
    words: [path, 'environment', environment.kind],
  }
}

export function automationFields(automation: Automation): Field[] {
  const { updateType, automaticInstall, coverage, cleanDatabase, coverageThreshold } = automation
  const said = JSON.stringify(automation) === JSON.stringify(automationDefaults)
  if (said) return [{ label: 'Automation', value: 'off' }]
  return [
    { label: 'On a push', value: updateType === 'off' ? 'nothing happens' : updateType },
    { label: 'Automatic install', value: automaticInstall ? 'on' : 'off' },
    { label: 'Coverage', value: coverage ? `on, ${coverageThreshold} % at least` : 'off' },
    { label: 'Clean database', value: cleanDatabase ? 'on' : 'off' },
  ]
}

function environmentActions(path: string): Action[] {
  return [
    { label: 'New instance', operation: 'instance.create', arguments: { environment: path }, form: true },
    { label: 'Automate', operation: 'environment.automate', arguments: { environment: path }, form: true },
  ]
}

export function environmentData({ project, environment }: EnvironmentFound, instances: readonly Instance[]) {
  const { automation } = environment
  return {
    id: environment.id,
    reference: `${project.slug}/${environment.kind}`,
    project: project.slug,
    project_id: project.id,
    kind: environment.kind,
    server_id: environment.serverId,
    database_server_id: environment.databaseServerId,
    automation: {
      update_type: automation.updateType,
      automatic_install: automation.automaticInstall,
      coverage: automation.coverage,
      coverage_threshold: automation.coverageThreshold,
      clean_database: automation.cleanDatabase,
    },
    ...countsOf(instances),
    created_at: environment.createdAt,
  }
}
