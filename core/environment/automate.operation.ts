import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { projectEvent } from '../project/event.ts'
import { environmentArgument } from '../reference/argument.ts'
import { findEnvironment } from '../reference/find.ts'
import { automationFields, environmentData } from './environment.card.ts'
import { type Automation, automationDefaults, updateTypes } from './environment.ts'

export const environmentAutomate = operation({
  id: 'environment.automate',
  summary: 'Say what happens by itself in an environment, for all its instances',
  examples: [
    'environment automate acme/staging --update-type update --automatic-install',
    'environment automate acme/staging --reset',
  ],
  arguments: {
    environment: environmentArgument,
    update_type: argument(z.enum(updateTypes).optional(), {
      label: 'Update type',
      help: 'What a push to the branch does',
    }),
    automatic_install: argument(z.boolean().optional(), {
      label: 'Automatic install',
      help: 'New modules are installed by a deploy',
    }),
    coverage: argument(z.boolean().optional(), {
      label: 'Coverage',
      help: 'Tests are run and their coverage measured',
    }),
    coverage_threshold: argument(z.coerce.number().min(0).max(100).optional(), {
      label: 'Threshold',
      help: 'Percent of coverage that is still acceptable',
    }),
    clean_database: argument(z.boolean().optional(), {
      label: 'Clean database',
      help: 'Tests begin with an empty database',
    }),
    reset: argument(z.boolean().default(false), { label: 'Reset', help: 'Back to nothing by itself' }),
  },
  aim: (asking, { environment }, use) => findEnvironment(asking, environment, use),
  least: 'environment',
  effects: ['settings'],
  current: (_asking, { row: { environment } }) =>
    Promise.resolve({
      update_type: environment.automation.updateType,
      automatic_install: environment.automation.automaticInstall,
      coverage: environment.automation.coverage,
      coverage_threshold: environment.automation.coverageThreshold,
      clean_database: environment.automation.cleanDatabase,
    }),
  async change(rows, _asking, values, { row, name }) {
    const before = await rows.environment.one({ id: row.environment.id })
    if (!before) throw new Fault('not_found', { what: 'environment', name, list: 'environment list' })
    const said = saidOf(values)
    if (!values.reset && Object.keys(said).length === 0) {
      throw new Fault('missing_arguments', {
        operation: 'environment automate',
        field: 'update_type',
        fields: 'something to change',
        usage: 'environment automate <environment> --update-type <deploy|update|notify|off> …',
      })
    }
    const automation: Automation = { ...(values.reset ? automationDefaults : before.automation), ...said }
    await rows.environment.update({ id: before.id }, { automation })
    rows.tell(projectEvent(row.project, 'environment.automated', { environment: before.kind, ...automation }))
    const found = { project: row.project, environment: { ...before, automation } }
    const instances = await rows.instance.find({ environmentId: before.id, state: { not: 'deleted' } })
    return {
      card: {
        title: `Automation of ${name}`,
        tone: 'good',
        state: 'kept',
        fields: automationFields(automation),
        view: `environment show ${name}`,
        words: [name, 'automation'],
      },
      data: environmentData(found, instances),
    }
  },
})

interface Given {
  update_type?: Automation['updateType'] | undefined
  automatic_install?: boolean | undefined
  coverage?: boolean | undefined
  coverage_threshold?: number | undefined
  clean_database?: boolean | undefined
}

function saidOf(given: Given): Partial<Automation> {
  return {
    ...(given.update_type === undefined ? {} : { updateType: given.update_type }),
    ...(given.automatic_install === undefined ? {} : { automaticInstall: given.automatic_install }),
    ...(given.coverage === undefined ? {} : { coverage: given.coverage }),
    ...(given.coverage_threshold === undefined ? {} : { coverageThreshold: given.coverage_threshold }),
    ...(given.clean_database === undefined ? {} : { cleanDatabase: given.clean_database }),
  }
}
