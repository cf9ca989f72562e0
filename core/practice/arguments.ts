import { z } from 'zod'
import { visibleServers } from '../access/visible.ts'
import { deployPipeline } from '../deployment/deploy.pipeline.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import type { Target } from '../operation/target.ts'
import { findServer } from '../reference/find.ts'
import { isPractice } from '../server/practice.rule.ts'
import type { Server } from '../server/server.ts'
import { watching } from './health.ts'

/** The stages of a deploy, and the time after it in which the new release is looked after. */
export const stageText = z.enum([watching, ...deployPipeline.stages.map(({ id }) => id)])

export const stageArgument = argument(stageText, {
  label: 'Stage',
  help: 'A stage of a deploy: `pulling_image`, or `watching` for the time after it',
  positional: true,
})

export function practiceServerArgument() {
  return argument(z.string().trim().min(1).max(200).optional(), {
    label: 'Server',
    help: 'Which practice server; not needed where there is one alone',
    completes: 'server',
  })
}

/** A practice server, and never a real one: the only one there is unless it is named. */
export async function findPractice(
  asking: Asking,
  named: string | undefined,
  use: 'read' | 'change',
): Promise<Target<Server>> {
  const target = await findServer(asking, named ?? (await onlyOne(asking)), use)
  if (isPractice(target.row)) return target
  throw new Fault('practice_alone', { server: target.name, field: 'server' })
}

async function onlyOne(asking: Asking): Promise<string> {
  const all = (await visibleServers(asking)).filter(isPractice)
  const [one, ...others] = all
  if (one && others.length === 0) return one.name
  if (one)
    throw new Fault('ambiguous', {
      name: 'practice server',
      choices: all.map(({ name }) => name).join(', '),
      field: 'server',
    })
  throw new Fault('not_found', { what: 'practice server', name: 'practice', list: 'server list', field: 'server' })
}
