import { Fault } from '../error.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { platformDefaults } from '../platform/defaults.ts'
import type { RemoteHost } from '../ports/host.ts'
import { practiceLook } from '../practice/look.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { isPractice } from '../server/practice.rule.ts'
import { reached } from '../server/reach.ts'
import type { Server } from '../server/server.ts'
import { type Cleanup, cleanupPipelineName, type InstanceCleanup, isEmpty } from './cleanup.ts'
import { historiesOn } from './history.ts'
import { cleanupFor } from './look.ts'

const lookMs = 30_000

export const serverCleanup = operation({
  id: 'server.cleanup',
  summary: 'Take away what no release needs any more: old code, dumps, containers, images of ours',
  examples: ['server cleanup box1'],
  arguments: { server: serverArgument },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'maintainer',
  effects: ['host'],
  async plan(asking, _values, { row, name }) {
    const { instances, images } = await plannedCleanup(asking, row)
    const full = instances.filter((one) => !isEmpty(one))
    if (full.length === 0 && images.length === 0) {
      throw new Fault('state_forbids', {
        why: `There is nothing on ${name} that nobody wants any more.`,
        next: 'How much is kept is set with `platform configure --keep-releases`, `--keep-dumps` and `--keep-days`.',
      })
    }
    return {
      lines: [...full.map(instanceLine), ...images.map((image) => `Image ${image}`)],
      pipeline: cleanupPipelineName,
      input: { instances: full, images } satisfies Cleanup,
      holds: [`server:${row.id}`, ...full.map(({ id }) => `instance:${id}`)],
    }
  },
})

async function plannedCleanup({ house, reading, now }: Asking, server: Server): Promise<Cleanup> {
  const { keepReleases, keepDumps, keepDays } = await platformDefaults(reading)
  const limits = { releases: keepReleases, dumps: keepDumps, days: keepDays }
  return cleanupFor(reading, await hostOf(house, server), await historiesOn(reading, server, now), limits, now)
}

function hostOf(
  house: Asking['house'],
  server: Server,
): Promise<Pick<RemoteHost, 'files' | 'containers' | 'images' | 'run'>> {
  if (isPractice(server)) return Promise.resolve(practiceLook(house.store.reading, server.id))
  return reached(house, server, { signal: AbortSignal.timeout(lookMs), pulse: () => {} })
}

function instanceLine({ path, containers, folders, files, kilobytes }: InstanceCleanup): string {
  const parts = [
    counted(folders.filter((one) => one.includes('/code/')).length, 'checkout'),
    counted(folders.filter((one) => one.includes('/releases/')).length, 'release folder'),
    counted(files.length, 'dump'),
    counted(containers.length, 'stopped container'),
  ].filter((part) => part !== null)
  const room = kilobytes === null ? '' : `, ${Math.ceil(kilobytes / 1024)} MB`
  return `${path}: ${parts.join(', ')}${room}`
}

function counted(count: number, word: string): string | null {
  return count === 0 ? null : `${count} ${word}${count === 1 ? '' : 's'}`
}
