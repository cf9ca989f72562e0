import { slackChat } from './chats.ts'
import { load } from './commands.ts'
import { type Figure, percentile } from './figure.ts'
import { type Database, databases, MeasuredBot } from './measured.ts'

const linesAim = 20_000
/** As many people as ask at once while a worker floods. */
const asking = 4

/** Lines from a worker thread to rows while it says them as fast as it can, and people ask meanwhile; against asking alone. */
export async function writeFigures(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const database of databases()) figures.push(...(await onDatabase(database)))
  return figures
}

async function onDatabase(database: Database): Promise<Figure[]> {
  const slack = await slackChat()
  const settings = { ...slack.settings, BENCH_WORKER: 'flooding-worker.js' }
  const bot = await MeasuredBot.start(database, settings)
  await load(slack, bot.url, 100, true, asking)
  const alone = await load(slack, bot.url, 200, true, asking)
  const before = (await bot.measures()).residentMb
  const undisturbed = await bot.job()
  let flooding = true
  const running = bot.job().finally(() => {
    flooding = false
  })
  const answers: number[] = []
  while (flooding) answers.push(...(await load(slack, bot.url, asking, true, asking)).answers)
  const disturbed = await running
  const after = (await bot.measures()).residentMb
  await bot.stop()
  await slack.stop()
  if (undisturbed.state !== 'success' || disturbed.state !== 'success') throw new Error('a flood did not end well')
  return [
    {
      name: `log.write.${database}`,
      value: perSecond(undisturbed),
      unit: 'lines/s',
      aim: linesAim,
      atLeast: true,
    },
    {
      name: `log.write.${database}.asked`,
      value: perSecond(disturbed),
      unit: 'lines/s',
      baseline: perSecond(undisturbed),
    },
    {
      name: `log.write.${database}.answer.p99`,
      value: percentile(answers, 0.99),
      unit: 'ms',
      baseline: percentile(alone.answers, 0.99),
      aim: 300,
    },
    { name: `log.write.${database}.memory`, value: after, unit: 'MB', baseline: before },
  ]
}

function perSecond({ lines, ms }: { lines: number; ms: number }): number {
  return (1000 * lines) / ms
}
