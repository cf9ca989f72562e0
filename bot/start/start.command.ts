import { startBot } from '../main.ts'
import { configured } from './configured.ts'
import { misconfigured } from './misconfigured.ts'
import { untilTold } from './signals.ts'

/** `pilothouse start`: runs until it is told to stop. */
export async function startCommand(): Promise<number> {
  try {
    const { settings, log } = configured()
    const running = await startBot(settings, log)
    process.stdout.write(`Pilothouse listens on ${running.url}\n`)
    if (running.claimCode) {
      process.stdout.write(
        `There is no admin yet. Good once, for 15 minutes: ${settings.slack.command} claim ${running.claimCode}\n`,
      )
    }
    await untilTold()
    await running.stop()
    return 0
  } catch (error) {
    return misconfigured(error)
  }
}
