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

/** Asks for a token, which nothing but the delivery's key keeps from being made twice. */
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
  for (let round = 0; round < rounds; round += 1) {
    const bot = await start()
    const asking = Array.from({ length: atOnce }, (_, at) => asked(bot, `kill-${round}-${at}`))
    await Promise.race(asking)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 15))
    await bot.stop('SIGKILL')
    for (const one of await Promise.all(asking)) if (one) acknowledged.push(one)
  }
  expect(acknowledged.length).toBeGreaterThan(rounds / 2)

  const bot = await start()
  for (const { response } of acknowledged) await slack.answerTo(response)
  const made = await tokenNames(bot)
  await bot.stop()
  for (const { name } of acknowledged) expect([name, made.filter((one) => one === name).length]).toEqual([name, 1])
  expect(new Set(made).size).toBe(made.length)
}, 180_000)

async function tokenNames(bot: Bot): Promise<string[]> {
  const names: string[] = []
  let page: unknown = {}
  while (page) {
    const response = await fetch(`${bot.url}/api/v1/operations/token.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(page),
    })
    const { data } = (await response.json()) as { data: { tokens: { name: string }[]; next?: string | null } }
    names.push(...data.tokens.map(({ name }) => name))
    page = data.next ? { after: data.next } : null
  }
  return names.filter((name) => name.startsWith('kill-'))
}
