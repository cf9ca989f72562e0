import { z } from 'zod'
import { operation } from '../operation/operation.ts'
import { platformDefaults } from '../platform/defaults.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { refuseUntrusted } from './address.ts'
import { neededNames } from './needed-names.ts'
import { placeOn } from './place.ts'
import { isPractice } from './practice.rule.ts'
import { serverReading } from './reading.ts'

export const serverCheck = operation({
  id: 'server.check',
  summary: 'Connect to a server, look around and say what it lacks',
  examples: ['server check box1'],
  arguments: { server: serverArgument },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'maintainer',
  effects: ['observation'],
  async plan({ reading }, _values, { row }) {
    const practice = isPractice(row)
    if (!practice) refuseUntrusted(row)
    const { base } = placeOn(row, await platformDefaults(reading))
    return {
      lines: [
        practice
          ? `Look at ${row.name}, a practice server: it exists only in the store`
          : `Connect to ${row.host}:${row.port} and look at it; nothing is changed there`,
      ],
      pipeline: 'server.check',
      input: { base, hostRoot: row.settings.hostRoot ?? null, names: await neededNames(reading, row) },
      holds: [`server:${row.id}`],
    }
  },
  async settle(rows, job, result) {
    const reading = z.parse(serverReading, result)
    if (job.serverId) await rows.server.update({ id: job.serverId }, { reading, readingAt: await rows.now() })
  },
})
