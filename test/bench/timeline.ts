import { longestChain, overChain, type Ran, seconds } from './chain.ts'
import type { Figure } from './figure.ts'
import { Practice } from './practice.ts'

/** How many times faster than the seed: slow enough that what the engine adds is not multiplied beyond notice. */
const freshSpeed = 10
const redeploySpeed = 3
/** One stage after the other, in the seed's example of a fresh deploy. */
const seedSeconds = 187.3

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
  return [
    { name, value: seconds(ran), unit: 's', baseline: chain.seconds },
    { name: `${name}.over.chain`, value: overChain(ran), unit: '%', aim: 3 },
  ]
}

/** As if the practice server were no faster. */
function inSeedTime(ran: Ran, speed: number): Ran {
  const slowed = <Span extends Pick<Ran, 'started_at' | 'finished_at'>>(span: Span): Span => {
    return { ...span, started_at: speed * span.started_at, finished_at: speed * span.finished_at }
  }
  return { ...slowed(ran), stages: ran.stages.map(slowed) }
}
