import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { domainText } from '../project/arguments.ts'
import { refuseArchived } from '../project/state.ts'
import { environmentArgument } from '../reference/argument.ts'
import { findEnvironment } from '../reference/find.ts'
import { placeName } from '../reference/name.ts'
import { buildArguments, settingsFrom, settingsOf } from './build.arguments.ts'
import { instanceCard, instanceData, instancePath } from './instance.card.ts'
import { insertInstance } from './new.ts'

export const instanceCreate = operation({
  id: 'instance.create',
  summary: 'Make an instance in an environment; the first deploy puts it on the server',
  examples: [
    'instance create acme/staging --version 19.0 --branch main --domain staging.acme.example',
    'instance create acme/development --version 18.0 --name trial',
  ],
  arguments: {
    environment: environmentArgument,
    ...buildArguments(),
    name: argument(placeName.optional(), { label: 'Name', help: 'Called `v19` after its version unless named' }),
    domain: argument(domainText.optional(), {
      label: 'Domain',
      help: 'Made of the apps domain where there is one',
    }),
    workers: argument(z.coerce.number().int().min(0).max(64).optional(), { label: 'Workers' }),
  },
  aim: (asking, { environment }, use) => findEnvironment(asking, environment, use),
  least: 'environment',
  effects: ['settings'],
  async change(rows, { house }, values, { row }) {
    refuseArchived(row.project)
    const version = values.version ?? row.project.settings.build?.version
    if (!version) {
      throw new Fault('missing_arguments', {
        operation: 'instance create',
        field: 'version',
        fields: '`version`',
        usage: 'instance create <environment> --version <version>',
      })
    }
    const settings = {
      ...settingsOf(row.project.settings.build),
      ...settingsFrom(values),
      ...(values.workers === undefined ? {} : { workers: values.workers }),
    }
    const { name, branch, domain } = values
    const instance = await insertInstance(house, rows, row, { name, version, branch, domain, settings })
    const found = { ...row, instance }
    const server = row.environment.serverId ? await rows.server.one({ id: row.environment.serverId }) : null
    const card = instanceCard(found, server, [
      { tone: 'good', text: `${instancePath(found)} is made; nothing is deployed yet` },
    ])
    return { card, data: instanceData(found) }
  },
})
