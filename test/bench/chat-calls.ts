import { type Chat, discordChat, slackChat } from './chats.ts'
import type { Figure } from './figure.ts'
import { Practice } from './practice.ts'

/** The longest chain of a fresh deploy is some 138 s of the seed's: so slowed down it takes three minutes. */
const speed = 0.77
const lookAgainMs = 20

/** What one deployment of three minutes calls on Slack and on Discord; against telling of each line and stage at once. */
export async function chatFigures(): Promise<Figure[]> {
  const both = [figuresOf(await slackChat(), ''), figuresOf(await discordChat(), '.discord')]
  return (await Promise.all(both)).flat()
}

async function figuresOf(chat: Chat, suffix: string): Promise<Figure[]> {
  const practice = await Practice.start('sqlite', { PRACTICE_SPEED: String(speed) }, chat)
  await practice.build('shop')
  const before = chat.calls().length
  await practice.deploy('shop')
  await practice.bot.idle()
  const idleAt = performance.now()
  // The last edit of its message is the one that says how it ended.
  while (!chat.ended()) await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  const finalMs = performance.now() - idleAt
  // What is said in its thread comes behind it.
  await new Promise((resolve) => setTimeout(resolve, threadMs))
  const made = chat.calls().slice(before)
  const job = await practice.newest('shop')
  const lines = (await practice.api.run('job.logs', { job: String(job.number), tail: 1000 })).body.data.lines.length
  await practice.stop()
  const untold = lines + 2 * job.stages.length
  process.stderr.write(`chat.calls${suffix}: ${tallied(made)} in ${Math.round(job.duration_ms / 1000)} s\n`)
  return [
    { name: `chat.calls${suffix}`, value: made.length, unit: 'calls', baseline: untold, aim: 110 },
    { name: `chat.final${suffix}`, value: finalMs / 1000, unit: 's', aim: 2 },
  ]
}

const threadMs = 5000

function tallied(methods: readonly string[]): string {
  return [...new Set(methods)].map((name) => `${methods.filter((one) => one === name).length} ${name}`).join(', ')
}
