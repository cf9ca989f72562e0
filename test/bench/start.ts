import { readFileSync } from 'node:fs'
import { Bot } from '../surface/bot.ts'
import { type Figure, percentile } from './figure.ts'

const starts = 5

/** From the start of the process until it answers, on a store that is there already, as at every start but the first. */
export async function startFigures(): Promise<Figure[]> {
  const first = await Bot.start({})
  await first.stop()
  const times: number[] = []
  const memory: number[] = []
  for (let at = 0; at < starts; at += 1) {
    const began = performance.now()
    const bot = await Bot.start({}, first.folder)
    times.push(performance.now() - began)
    memory.push(residentMb(bot.process.pid))
    await bot.stop()
  }
  await first.remove()
  return [
    { name: 'start.ready', value: percentile(times, 0.5), unit: 'ms', aim: 1500 },
    { name: 'memory.idle', value: percentile(memory, 0.5), unit: 'MB', aim: 180 },
  ]
}

function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
}
