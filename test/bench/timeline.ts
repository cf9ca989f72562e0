import { deployPipeline } from '../../core/deployment/deploy.pipeline.ts'
import type { Figure } from './figure.ts'
import { Practice } from './practice.ts'

/** How many times faster than the seed: slow enough that what the engine adds is not multiplied beyond notice. */
const freshSpeed = 10
const redeploySpeed = 3
/** One stage after the other, in the seed's example of a fresh deploy. */
const seedSeconds = 187.3

interface Ran {
  started_at: number
  finished_at: number
  stages: { id: string; started_at: number; finished_at: number }[]
}

/** A fresh deploy and a redeploy on a practice server, in the seed's seconds; against the longest chain of their stages. */
export async function timelineFigures(): Promise<Figure[]> {
  const practice = await Practice.start('sqlite', { PRACTICE_SPEED: String(freshSpeed) })
  await practice.build('shop')
  const fresh = inSeedTime(await practice.deployed('shop'), freshSpeed)
  await practice.api.must('practice commit shop --modules shop_base')
  await practice.bot.begin(redeploySpeed)
  const redeploy = inSeedTime(await practice.deployed('shop'), redeploySpeed)
  await practice.stop()
  return [
    ...figures('timeline.fresh', fresh),
    { name: 'timeline.fresh.seed', value: seconds(fresh), unit: 's', baseline: seedSeconds },
    ...figures('timeline.redeploy', redeploy),
  ]
}

function figures(name: string, ran: Ran): Figure[] {
  const chain = longestChain(ran)
  process.stderr.write(`${name}: ${chain.stages.join(' → ')}\n`)
  const overChain = 100 * (seconds(ran) / chain.seconds - 1)
  return [
    { name, value: seconds(ran), unit: 's', baseline: chain.seconds },
    { name: `${name}.over.chain`, value: overChain, unit: '%', aim: 3 },
  ]
}

/** As if the practice server were no faster. */
function inSeedTime(ran: Ran, speed: number): Ran {
  const slowed = <Span extends Pick<Ran, 'started_at' | 'finished_at'>>(span: Span): Span => {
    return { ...span, started_at: speed * span.started_at, finished_at: speed * span.finished_at }
  }
  return { ...slowed(ran), stages: ran.stages.map(slowed) }
}

function seconds({ started_at, finished_at }: Pick<Ran, 'started_at' | 'finished_at'>): number {
  return (finished_at - started_at) / 1000
}

/** Of all ways through the needs the one whose stages took the longest together: no run can be shorter. */
function longestChain({ stages }: Ran): { seconds: number; stages: readonly string[] } {
  const chainTo = (id: string): { seconds: number; stages: readonly string[] } => {
    const needs = deployPipeline.stages.find((stage) => stage.id === id)?.needs ?? []
    const ran = stages.find((stage) => stage.id === id)
    if (!ran) throw new Error(`${id} did not run`)
    const [before = { seconds: 0, stages: [] }] = needs.map(chainTo).sort((one, other) => other.seconds - one.seconds)
    return { seconds: before.seconds + seconds(ran), stages: [...before.stages, id] }
  }
  const [longest = { seconds: 0, stages: [] }] = stages
    .map(({ id }) => chainTo(id))
    .sort((one, other) => other.seconds - one.seconds)
  return longest
}
