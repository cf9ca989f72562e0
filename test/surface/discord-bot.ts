import { Api } from './api.ts'
import { Bot } from './bot.ts'
import type { DiscordStandIn } from './stand-in/discord.ts'
import { ids } from './stand-in/discord-state.ts'

export const token = 'the-token-of-the-test'

/** The bot in Discord, with ada as its admin, and a staging of acme that may be deployed. */
export async function botInDiscord(discord: DiscordStandIn): Promise<{ bot: Bot; api: Api }> {
  const bot = await Bot.start({
    ...discord.settings,
    BOOTSTRAP_ADMINS: `discord:${ids.ada}`,
    BOOTSTRAP_TOKEN: token,
    RATE_LIMIT: '0',
    PRACTICE_SPEED: '400',
  })
  const api = new Api(bot.url, token)
  for (const line of [
    'practice add box1',
    'version set 19.0 --image registry.test/odoo:19.0',
    'platform configure --postgres-image registry.test/postgres:15 --pgbouncer-image registry.test/pgbouncer:1',
    'project create acme --repo https://git.test/acme.git',
    'environment create acme/staging --server box1',
    'instance create acme/staging --version 19.0 --branch main --domain staging.acme.test',
  ])
    await api.must(line)
  await discord.ready()
  await bot.says(/Discord knows the commands/)
  return { bot, api }
}
