import { createHash } from 'node:crypto'
import { Routes } from 'discord.js'
import type { House } from '../../core/house.ts'
import { Refused } from '../presenter/later.ts'
import type { Api } from './api.ts'
import { commandsOf } from './commands/commands.ts'

/** Commands are told to Discord when they changed, and not otherwise: it counts how often. */
export async function register(house: House, api: Api, application: string, guild: string | null): Promise<void> {
  const { commands, misfits } = commandsOf(house.operations)
  for (const [command, why] of Object.entries(misfits))
    house.log.error({ command, why }, 'Discord would not take a command: it can be typed in a mention')
  const name = keptAs(application, guild)
  await takeAway(house, api, application, name)
  const print = createHash('sha256').update(JSON.stringify(commands)).digest('hex')
  const known = await house.store.reading.setting.one({ name })
  if (known?.value === print) return
  await api.patient('put', routeOf(application, guild), { body: commands })
  await house.store.write(async (rows) => {
    if ((await rows.setting.update({ name }, { value: print })) === 0) await rows.setting.insert({ name, value: print })
  })
  house.log.info({ commands: commands.length }, 'Discord knows the commands')
}

const everywhere = 'everywhere'

function keptAs(application: string, guild: string | null): string {
  return `discord.commands.${application}.${guild ?? everywhere}`
}

function routeOf(application: string, guild: string | null) {
  return guild === null ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild)
}

/** Commands stay where they were told: those of a guild that is served no more would be offered there for ever. */
async function takeAway(house: House, api: Api, application: string, here: string): Promise<void> {
  const told = await house.store.reading.setting.find({ name: { contains: keptAs(application, '') } })
  for (const { name } of told) {
    if (name === here) continue
    const guild = name.slice(keptAs(application, '').length)
    try {
      await api.patient('put', routeOf(application, guild === everywhere ? null : guild), { body: [] })
    } catch (error) {
      // Where we are not any more, our commands are not either.
      if (!(error instanceof Refused)) throw error
    }
    await house.store.write((rows) => rows.setting.remove({ name }))
    house.log.info({ where: guild }, 'Discord forgot the commands where they are served no more')
  }
}
