import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { whenArguments } from '../operation/when.arguments.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { deployLife } from './life.ts'
import { lineOf, type Ran } from './lineage.ts'
import { originFor } from './origin.ts'
import { planned, standingGround } from './planning.ts'
import { printOf } from './print.ts'
import type { Ground } from './reading.ts'
import { type Release, releaseOf } from './release.ts'
import { type DataBack, dataOf, lossWords } from './way-back.rule.ts'

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
      help: 'Put the data back too, as that release left them: the plan says what is lost',
    }),
    reason: argument(z.string().trim().min(1).max(200).optional(), {
      label: 'Reason',
      help: 'Stands in the lock that keeps everybody from going forward again by accident',
    }),
    ...whenArguments(),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['code', 'availability', 'data'],
  async plan(asking, { to, database, reason }, { row, name }) {
    const ground = await standingGround(asking, row, name)
    const { release, deploymentId } = await goodRelease(asking, ground, name, to)
    const line = await lineOf(asking.reading, ground.instance.runsId)
    const data = await dataBack(asking, ground, line, release)
    if (database && data?.there !== true) throw noDump(name, data, dataOf(line, release.id))
    const dump = database && data ? data.file : null
    const ref = { commit: release.git.hash }
    const wanted = {
      kind: 'rollback',
      ref,
      update: false,
      back: { deploymentId, release, dump, because: reason ?? null },
    } as const
    const { draft, release: pinned } = await planned(asking, row, name, wanted)
    const words = database && data ? [lossWords(data, asking.now)] : sufficiency(pinned, data, asking.now)
    const undoes = isOwnUndoing(asking, ground, deploymentId, pinned)
    return { ...draft, lines: [...draft.lines, ...words], ...(undoes ? { undoes: true as const } : {}) }
  },
  ...deployLife,
})

/** The one of that version, or the last good one that is not the same as what runs. */
async function goodRelease(
  { reading }: Asking,
  { instance, running }: Ground,
  name: string,
  to: number | undefined,
): Promise<{ release: Release; deploymentId: string }> {
  const deployments = await reading.deployment.find({ instanceId: instance.id }, { order: ['-version'], limit: 200 })
  const good = await reading.job.find({ id: { in: deployments.map(({ id }) => id) }, state: 'success' })
  const versionOf = (wanted: string | null | undefined) => deployments.find(({ id }) => id === wanted)?.version ?? 0
  // Whoever went back already goes further back, and not forward to what they came from.
  const stands = versionOf(running?.release.returnsTo ?? running?.deploymentId)
  for (const { id, version } of deployments) {
    const job = good.find((one) => one.id === id)
    const release = job && releaseOf(job.plan)
    if (!release || id === running?.deploymentId) continue
    if (to === undefined ? version < stands && isOther(release, running?.release) : version === to)
      return { release, deploymentId: id }
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
  return contentOf(one) !== (other && contentOf(other))
}

/** Code, image and configuration: what makes a release. */
function contentOf({ sources, image, settings, size, variables }: Release): string {
  const set = variables.map(({ name, value, sealed }) => [name, value, sealed?.value ?? null])
  return printOf({ commits: sources.map(({ commit }) => commit.hash), image: image.digest, settings, size, set })
}

/** We ourselves give back what ran until a moment ago, and nobody's data are touched: people were told we would. */
function isOwnUndoing({ asker }: Asking, { running }: Ground, deploymentId: string, back: Release): boolean {
  const ours = asker.who.by === 'member' && asker.member?.automatic === true
  return (
    ours && running?.release.before?.deploymentId === deploymentId && running.release.way !== 'update' && back.again
  )
}

interface Found extends DataBack {
  /** Whether the dump is still on the server. */
  there: boolean
}

async function dataBack(
  asking: Asking,
  { server, instance }: Ground,
  line: readonly Ran[],
  release: Release,
): Promise<Found | null> {
  const data = dataOf(line, release.id)
  if (!data || !server) return null
  return { ...data, there: await (await originFor(asking.house, server)).dumped(instance.id, data.file) }
}

function noDump(name: string, found: Found | null, data: DataBack | null): Fault {
  return new Fault('state_forbids', {
    why:
      found || data
        ? `The dump from just before #${found?.by ?? data?.by} is not on the server any more.`
        : `There is no dump to put back: the database of ${name} was not updated since that release.`,
    next: 'Roll back the code alone, without `--database`, or restore a backup.',
  })
}

/** Whether code alone will do, and where not, what it would take. */
function sufficiency({ modules: { skipped } }: Release, data: Found | null, now: number): string[] {
  if (skipped.length === 0) return ['Code alone suffices: the database was not updated since']
  const older = `The database was updated since (${skipped.join(', ')}): the older code may not fit it`
  if (!data) return [older]
  return [
    older,
    data.there ? `With \`--database\`: ${lossWords(data, now)}` : 'Its dump from before that is not kept any more',
  ]
}
