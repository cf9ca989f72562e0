import type { Figure } from './figure.ts'
import { type Database, databases } from './measured.ts'
import { Practice } from './practice.ts'

const jobs = 50
/** So that a deploy takes about half a minute, and all of them run side by side. */
const speed = 5
const aloneSpeed = 20

/** Fifty deploys at once in one process, with their messages in a channel; against one alone in it. */
export async function jobFigures(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const database of databases()) figures.push(...(await onDatabase(database)))
  return figures
}

async function onDatabase(database: Database): Promise<Figure[]> {
  const practice = await Practice.start(database, { WORKERS: String(jobs) })
  const names = Array.from({ length: jobs }, (_, at) => `shop-${at + 1}`)
  for (const name of ['alone', ...names]) await practice.build(name)

  await practice.bot.begin(aloneSpeed)
  await practice.deployed('alone')
  const alone = await practice.bot.measures()

  await practice.bot.begin(speed)
  const began = performance.now()
  await Promise.all(names.map((name) => practice.deploy(name)))
  await practice.bot.idle()
  const minutes = (performance.now() - began) / 60_000
  const together = await practice.bot.measures()
  const { atOnce, failed } = overlap(await Promise.all(names.map((name) => practice.newest(name))))
  await practice.stop()
  if (failed > 0) throw new Error(`${failed} of ${jobs} deploys did not succeed`)
  const name = `engine.jobs.${database}`
  return [
    { name: `${name}.loop.p99`, value: together.loopMs, unit: 'ms', baseline: alone.loopMs, aim: 50 },
    { name: `${name}.memory`, value: together.residentMb, unit: 'MB', baseline: alone.residentMb, aim: 1024 },
    { name: `${name}.per.minute`, value: jobs / minutes, unit: 'jobs' },
    { name: `${name}.at.once`, value: atOnce, unit: 'jobs', aim: jobs, atLeast: true },
  ]
}

interface Ran {
  state: string
  started_at: number
  finished_at: number
}

/** How many ran at the moment when the most did. */
function overlap(ran: readonly Ran[]): { atOnce: number; failed: number } {
  const atOnce = ran.map(
    ({ started_at: at }) => ran.filter((one) => one.started_at <= at && at < one.finished_at).length,
  )
  return { atOnce: Math.max(...atOnce), failed: ran.filter(({ state }) => state !== 'success').length }
}
