import { startBot } from '../main.ts'
import { claimWords } from './claim.ts'
import { configured } from './configured.ts'
import { misconfigured } from './misconfigured.ts'
import { untilTold } from './signals.ts'

/** `pilothouse start`: runs until it is told to stop. */
export async function startCommand(): Promise<number> {
  // Whoever stops it while it starts, or the moment it has, stops it in order too.
  const told = untilTold()
  try {
    const { settings, log } = configured()
    const running = await startBot(settings, log)
    process.stdout.write(`Pilothouse listens on ${running.url}\n`)
    if (running.claimCode) {
      process.stdout.write(`${claimWords(settings, running.claimCode, running.url)}\n`)
    }
    await told
    await running.stop()
    return 0
  } catch (error) {
    return misconfigured(error)
  }
}
