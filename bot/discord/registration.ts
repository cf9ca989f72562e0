import { createHash } from 'node:crypto'
import { Routes } from 'discord.js'
import type { House } from '../../core/house.ts'
import type { Api } from './api.ts'
import { commandsOf } from './commands/commands.ts'

/** Commands are told to Discord when they changed, and not otherwise: it counts how often. */
export async function register(house: House, api: Api, application: string, guild: string | null): Promise<void> {
  const { commands, misfits } = commandsOf(house.operations)
  for (const [command, why] of Object.entries(misfits))
    house.log.error({ command, why }, 'Discord would not take a command: it can be typed in a mention')
  const name = `discord.commands.${application}.${guild ?? 'everywhere'}`
  const print = createHash('sha256').update(JSON.stringify(commands)).digest('hex')
  const known = await house.store.reading.setting.one({ name })
  if (known?.value === print) return
  const route =
    guild === null ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild)
  await api.patient('put', route, { body: commands })
  await house.store.write(async (rows) => {
    if ((await rows.setting.update({ name }, { value: print })) === 0) await rows.setting.insert({ name, value: print })
  })
  house.log.info({ commands: commands.length }, 'Discord knows the commands')
}
