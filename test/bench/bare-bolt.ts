import bolt from '@slack/bolt'

/** The least that answers a slash command: what Bolt itself costs. */
const receiver = new bolt.ExpressReceiver({
  signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '',
  endpoints: '/slack/events',
})
const app = new bolt.App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  receiver,
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
})
app.command(/.*/, async ({ ack }) => ack())
const server = await app.start(0)
const address = 'address' in server ? server.address() : null
process.stdout.write(
  `listens on http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}\n`,
)
process.on('SIGTERM', () => process.exit(0))
