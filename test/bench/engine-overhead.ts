import { inOrder } from '../../core/pipeline/order.rule.ts'
import { emptyDeploy } from './emptied.ts'
import { type Figure, percentile } from './figure.ts'
import { databases, MeasuredBot } from './measured.ts'

const warmUp = 3
const jobs = 15

/** From the row of a job until it has succeeded: 17 empty stages; against calling their functions one by one. */
export async function overheadFigures(): Promise<Figure[]> {
  const baseline = await direct()
  const figures: Figure[] = []
  for (const database of databases()) {
    const bot = await MeasuredBot.start(database, { BENCH_WORKER: 'empty-worker.js' })
    const times: number[] = []
    for (let at = 0; at < warmUp + jobs; at += 1) {
      const { ms, state } = await bot.job()
      if (state !== 'success') throw new Error(`an empty job ended as ${state}`)
      if (at >= warmUp) times.push(ms)
    }
    await bot.stop()
    figures.push({
      name: `engine.overhead.${database}`,
      value: percentile(times, 0.5),
      unit: 'ms',
      baseline,
      aim: 250,
    })
  }
  return figures
}

async function direct(): Promise<number> {
  const began = performance.now()
  const times = 1000
  for (let at = 0; at < times; at += 1) for (const { run } of inOrder(emptyDeploy)) await run(nothing)
  return (performance.now() - began) / times
}

/** What an empty stage does with its work: nothing. */
const nothing = {} as never
