import { Client, Events, GatewayIntentBits } from 'discord.js'

/** The least that acknowledges a command: what discord.js itself costs. */
const api = process.env['DISCORD_API_URL'] ?? ''
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { version: '10', api } })
client.on(Events.InteractionCreate, (interaction) => {
  if (interaction.isChatInputCommand()) void interaction.deferReply({ flags: 'Ephemeral' })
})
client.on(Events.ClientReady, () => process.stdout.write(`listens on ${api}\n`))
await client.login(process.env['DISCORD_TOKEN'])
process.on('SIGTERM', () => void client.destroy().then(() => process.exit(0)))
