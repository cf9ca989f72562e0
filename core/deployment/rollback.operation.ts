import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { whenArguments } from '../operation/when.arguments.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { deployLife } from './life.ts'
import { namesOf } from './names.rule.ts'
import { originFor } from './origin.ts'
import { planned, standingGround } from './planning.ts'
import type { Ground } from './reading.ts'
import { type Release, releaseOf } from './release.ts'

export const instanceRollback = operation({
  id: 'instance.rollback',
  summary: 'Go back to an earlier release that was good, and lock the instance',
  examples: ['rollback acme/staging', 'rollback acme/staging --to 4', 'rollback acme/staging --database'],
  arguments: {
    instance: instanceArgument,
    to: argument(z.coerce.number().int().min(1).optional(), {
      label: 'To',
      help: 'The version of a deployment; the last good one before what runs unless named',
    }),
    database: argument(z.boolean().default(false), {
      label: 'Database',
      help: 'Put the data back too, to the dump from just before the update: what was entered since is lost',
    }),
    ...whenArguments(),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['code', 'availability', 'data'],
  async plan(asking, { to, database }, { row, name }) {
    const ground = await standingGround(asking, row, name)
    const release = await goodRelease(asking, ground, name, to)
    const dump = database ? await dumpBefore(asking, ground, release, name) : null
    const ref = { commit: release.git.hash }
    const wanted = { kind: 'rollback', ref, update: false, back: { release, dump } } as const
    const { draft, release: pinned } = await planned(asking, row, name, wanted)
    const { skipped } = pinned.modules
    const suffices =
      skipped.length === 0 || database
        ? 'Code alone suffices: the database was not updated since'
        : `The database was updated since (${skipped.join(', ')}): the older code may not fit it`
    return { ...draft, lines: [...draft.lines, database ? 'The data comes back too' : suffices] }
  },
  ...deployLife,
})

/** The one of that version, or the last good one that is not the same as what runs. */
async function goodRelease(
  { reading }: Asking,
  { instance, running }: Ground,
  name: string,
  to: number | undefined,
): Promise<Release> {
  const deployments = await reading.deployment.find({ instanceId: instance.id }, { order: ['-version'], limit: 200 })
  const good = await reading.job.find({ id: { in: deployments.map(({ id }) => id) }, state: 'success' })
  const now = deployments.find(({ id }) => id === running?.deploymentId)
  for (const { id, version } of deployments) {
    const job = good.find((one) => one.id === id)
    const release = job && releaseOf(job.plan)
    if (!release || id === now?.id) continue
    if (to === undefined ? version < (now?.version ?? 0) && isOther(release, running?.release) : version === to)
      return release
  }
  throw new Fault('state_forbids', {
    why:
      to === undefined
        ? `${name} has no earlier release that was good and is another one.`
        : `Version ${to} of ${name} is what runs, or did not succeed, or is not there.`,
    next: `See what there was with \`deployment list ${name}\`.`,
  })
}

function isOther(one: Release, other: Release | undefined): boolean {
  return one.git.hash !== other?.git.hash || one.image.digest !== other.image.digest
}

/** Only the dump that the running release made just before itself leads back to the one before. */
async function dumpBefore(asking: Asking, { running, server }: Ground, to: Release, name: string): Promise<string> {
  const dump = running && namesOf(running.release).dump
  const fits = running?.release.before?.release === to.id
  if (dump && server && fits && (await (await originFor(asking.house, server)).has(dump))) return dump
  throw new Fault('state_forbids', {
    why: `There is no dump of the database of ${name} from just before what runs now.`,
    next: 'Roll back the code alone, without `--database`, or restore a backup.',
  })
}
