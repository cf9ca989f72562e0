import { migrate } from '../../adapters/store/open.ts'
import type { Command } from '../command-line/command.ts'
import { configured } from './configured.ts'
import { placeOf, takeDataDir } from './house.ts'
import { misconfigured } from './misconfigured.ts'

/** `pilothouse migrate`: what every start does too, without starting. */
export const migrateCommand: Command = async () => {
  try {
    const { settings } = configured()
    const release = await takeDataDir(settings)
    try {
      const { applied, copy } = await migrate(placeOf(settings))
      process.stdout.write(
        applied.length === 0 ? 'The store is up to date.\n' : `The store is up to date now: ${applied.join(', ')}.\n`,
      )
      if (copy) process.stdout.write(`As it was before: ${copy}\n`)
    } finally {
      await release()
    }
    return 0
  } catch (error) {
    return misconfigured(error)
  }
}
