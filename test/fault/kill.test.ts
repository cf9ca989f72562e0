import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bot } from '../surface/bot.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'

const rounds = 50
const atOnce = 3
const token = 'token-of-the-fault-test'

let slack: SlackStandIn
let folder: string

beforeAll(async () => {
  slack = await SlackStandIn.start()
  folder = await mkdtemp(join(tmpdir(), 'pilothouse-fault-'))
})

afterAll(async () => {
  await slack.stop()
  await rm(folder, { recursive: true, force: true })
})

function start(): Promise<Bot> {
  const settings = {
    BOOTSTRAP_ADMINS: 'slack:U1',
    BOOTSTRAP_TOKEN: token,
    SLACK_BOT_TOKEN: 'xoxb-of-the-stand-in',
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: `${slack.url}/api/`,
  }
  return Bot.start(settings, folder)
}

/** Asks for a token. */
async function asked(bot: Bot, name: string): Promise<{ name: string; response: string } | null> {
  try {
    const { status, response } = await slack.command(bot.url, `token create ${name}`)
    return status === 200 ? { name, response } : null
  } catch {
    // Killed before it acknowledged: it may have been done or not, and nobody was told that it was.
    return null
  }
}

test(`killed ${rounds} times between acknowledgement and answer, every acknowledged change is made exactly once`, async () => {
  const acknowledged: { name: string; response: string }[] = []
  let unanswered = 0
  for (let round = 0; round < rounds; round += 1) {
    const bot = await start()
    const asking = Array.from({ length: atOnce }, (_, at) => asked(bot, `kill-${round}-${at}`))
    await Promise.race(asking)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 15))
    await bot.stop('SIGKILL')
    for (const one of await Promise.all(asking)) {
      if (!one) continue
      acknowledged.push(one)
      if (!slack.answers.some(({ response }) => response === one.response)) unanswered += 1
    }
  }
  expect(acknowledged.length).toBeGreaterThan(rounds / 2)
  // Killed between acknowledgement and answer, or this shows nothing.
  expect(unanswered).toBeGreaterThan(0)

  const bot = await start()
  for (const { response } of acknowledged) await slack.answerTo(response)
  const made = await attempts(bot)
  await bot.stop()
  for (const { name } of acknowledged) {
    expect(made.filter((one) => one.name === name)).toEqual([{ name, outcome: 'done' }])
  }
  expect(new Set(made.map(({ name }) => name)).size).toBe(made.length)
}, 600_000)

/** Each attempt that the audit knows of, refused ones too: a second one for the same name would be refused. */
async function attempts(bot: Bot): Promise<{ name: string; outcome: string }[]> {
  const found: { name: string; outcome: string }[] = []
  let before: number | null = null
  do {
    const response = await fetch(`${bot.url}/api/v1/operations/audit.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ operation: 'token.create', ...(before === null ? {} : { before }) }),
    })
    const { data } = (await response.json()) as { data: Audit }
    found.push(...data.entries.map((entry) => ({ name: entry.arguments.name, outcome: entry.outcome })))
    before = data.next
  } while (before !== null)
  return found
}

interface Audit {
  entries: { arguments: { name: string }; outcome: string }[]
  next: number | null
}
