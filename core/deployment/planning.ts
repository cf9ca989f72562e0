import { helped } from '../diagnosis/helped.ts'
import { Fault } from '../error.ts'
import { policyOf } from '../gate/policy.ts'
import type { Asking } from '../operation/asking.ts'
import type { Draft } from '../operation/operation.ts'
import type { Effect } from '../operation/plan.ts'
import { inOrder } from '../pipeline/order.rule.ts'
import { speedOf } from '../practice/speed.ts'
import { refuseArchived } from '../project/state.ts'
import type { InstanceFound } from '../reference/find.ts'
import { spanWords } from '../schedule/words.ts'
import type { Server } from '../server/server.ts'
import { confDiff } from './conf-diff.rule.ts'
import { deployPipeline } from './deploy.pipeline.ts'
import { originFor } from './origin.ts'
import { linesOf, outlookOf } from './outlook.rule.ts'
import { type Pinned, pin, type Wanted } from './pin.ts'
import { basisFrom, type Ground, groundOf } from './reading.ts'
import { deployPipelineName, type Release } from './release.ts'

export interface Planned extends Pinned {
  ground: Ground
  draft: Draft
}

/** A deploy as it would be: pinned, with what a person must see before saying yes. */
export async function planned(asking: Asking, found: InstanceFound, name: string, wanted: Wanted): Promise<Planned> {
  const ground = await standingGround(asking, found, name)
  const server = ground.server
  if (!server) throw noServer(name)
  const pinned = await pinnedOf(asking, ground, server, wanted).catch((error: unknown) => {
    throw helped(error, { server: server.name, instance: name, project: ground.project.slug })
  })
  return draftOf(ground, pinned, speedOf(asking.house, server))
}

async function pinnedOf(asking: Asking, ground: Ground, server: Server, wanted: Wanted): Promise<Pinned> {
  return pin(asking, ground, server, await originFor(asking.house, server), wanted)
}

export async function standingGround(
  asking: Asking,
  { instance, project }: InstanceFound,
  name: string,
): Promise<Ground> {
  refuseArchived(project)
  const ground = await groundOf(asking.reading, instance.id)
  if (!ground) throw new Fault('not_found', { what: 'instance', name, list: 'instance list' })
  if (!ground.server) throw noServer(name)
  return ground
}

function draftOf(ground: Ground, pinned: Pinned, speed: number): Planned {
  const { release } = pinned
  return {
    ...pinned,
    ground,
    draft: {
      lines: [
        ...linesOf(pinned),
        ...watchLines(release, policyOf(ground.project.settings).watchMs),
        ...confLines(ground.running?.release ?? null, release),
      ],
      pipeline: deployPipelineName,
      input: release,
      holds: [`instance:${release.instance.id}`],
      outlook: outlookOf(pinned, Math.ceil(longestChain(release) / speed)),
      basis: basisFrom(ground),
      commit: release.git.hash,
      effects: effectsOf(release),
    },
  }
}

/** What is done by itself, and what is left to people. */
function watchLines({ way, kind }: Release, watchMs: number): string[] {
  if (way === 'first' || kind === 'rollback' || watchMs === 0) return []
  const then =
    way === 'update'
      ? 'I say so, and leave the way back to you: people will have worked in the new data'
      : 'its code goes back by itself'
  return [`Watched for ${spanWords(watchMs)} after the switch: where it turns unwell, ${then}`]
}

const mostConfLines = 12

/** What Odoo will read otherwise than what runs now does. */
function confLines(running: Release | null, release: Release): string[] {
  const lines = running === null ? [] : confDiff(running, release).map((line) => `odoo.conf ${line}`)
  if (lines.length <= mostConfLines) return lines
  return [...lines.slice(0, mostConfLines), `odoo.conf: ${lines.length - mostConfLines} more lines differ`]
}

function noServer(name: string): Fault {
  return new Fault('state_forbids', {
    why: `The environment of ${name} stands on no server yet.`,
    next: 'Put it on one: see `environment show`.',
  })
}

/** Code and availability always; data where the database is made or changed. */
function effectsOf({ way, restores }: Release): Effect[] {
  if (restores !== null) return ['code', 'availability', 'data', 'recoverability']
  return way === 'beside' || way === 'instead' ? ['code', 'availability'] : ['code', 'availability', 'data']
}

/** Stages run side by side, so it takes as long as the longest chain of those that have something to do. */
function longestChain(release: Release): number {
  const ends = new Map<string, number>()
  for (const { id, needs, expectedMs } of inOrder(deployPipeline)) {
    const begins = Math.max(0, ...needs.map((need) => ends.get(need) ?? 0))
    ends.set(id, begins + (hasNothingToDo(id, release) ? 0 : expectedMs))
  }
  return Math.max(...ends.values())
}

const doneOnRedeploy = new Set([
  'creating_network',
  'configuring_dns',
  'creating_database',
  'pulling_image',
  'verifying_dns',
  'configuring_traefik',
  'installing_dependencies',
])

function hasNothingToDo(id: string, { way, database }: Release): boolean {
  if (way === 'first' || (id === 'creating_database' && (database?.restarts ?? []).length > 0)) return false
  return doneOnRedeploy.has(id) || (id === 'initializing_database' && way !== 'update')
}
