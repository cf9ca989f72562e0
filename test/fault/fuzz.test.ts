import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bot } from '../surface/bot.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'
import { Dice } from './dice.ts'

const token = 'token-of-the-fuzz-test'
const atOnce = 16
/** What pages of memory are taken and given back in without being lost. */
const breathMb = 96

let slack: SlackStandIn
let bot: Bot
let ids: string[]

beforeAll(async () => {
  slack = await SlackStandIn.start()
  bot = await Bot.start({
    RATE_LIMIT: '0',
    BOOTSTRAP_ADMINS: 'slack:U1',
    BOOTSTRAP_TOKEN: token,
    SLACK_BOT_TOKEN: 'xoxb-of-the-stand-in',
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: `${slack.url}/api/`,
  })
  const document = (await (await fetch(`${bot.url}/api/v1/openapi.json`)).json()) as { paths: Record<string, unknown> }
  ids = Object.keys(document.paths).flatMap((path) => /\/operations\/(.+)$/.exec(path)?.[1] ?? [])
})

afterAll(async () => {
  await bot?.remove()
  await slack?.stop()
})

test('10,000 texts that nobody would type: each is answered, none breaks anything', async () => {
  expect(ids.length).toBeGreaterThan(5)
  const dice = new Dice(20_261_121)
  const half = 5000
  const statuses = new Map<number, number>()
  const send = async () => {
    const response = await post('/api/v1/ask', JSON.stringify({ text: dice.command(ids) }))
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    holds(response.status, await response.text())
  }
  await many(half, send)
  // What is lost is lost each time; what is only not given back yet grows once.
  let grownMb = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3 && grownMb >= breathMb; round += 1) {
    const before = residentMb(bot)
    await many(half, send)
    grownMb = residentMb(bot) - before
  }
  expect(grownMb).toBeLessThan(breathMb)
  expect(bot.process.exitCode).toBeNull()
  expect(bot.output).not.toMatch(/unhandled/i)
  expect([...statuses.keys()]).toContain(422)
}, 600_000)

test('2,000 payloads on every path, signed rightly and wrongly: no path breaks', async () => {
  const dice = new Dice(4711)
  const paths = [
    '/slack/events',
    '/console',
    '/console/say',
    '/console/act',
    '/console/signin',
    '/api/v1/ask',
    '/healthz',
    '/metrics',
    '/api/v1/openapi.json',
    '/api/v1/auth/refresh',
    '/',
  ]
  await many(2000, async () => {
    await anyhow(
      dice,
      dice.one([
        ...paths,
        `/api/v1/operations/${dice.one(ids)}`,
        `/${encodeURIComponent(dice.text(20).toWellFormed())}`,
      ]),
    )
  })
  expect(bot.process.exitCode).toBeNull()
  expect(bot.output).not.toMatch(/unhandled/i)
  expect((await post('/api/v1/ask', JSON.stringify({ text: 'help' }))).status).toBeLessThan(500)
}, 600_000)

/** Sometimes as Slack would sign it, sometimes not; sometimes with a token, sometimes not. */
async function anyhow(dice: Dice, path: string): Promise<void> {
  const body = dice.body()
  if (path === '/slack/events' && dice.chance(0.7)) {
    const secret = dice.chance(0.7) ? slack.signingSecret : 'a wrong secret'
    return holds(await slack.send(bot.url, body, Math.floor(Date.now() / 1000), secret), `signed ${body}`)
  }
  const method = dice.one(['GET', 'POST', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])
  const response = await fetch(`${bot.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      'content-type': dice.one(['application/json', 'application/x-www-form-urlencoded', 'text/plain']),
      ...(dice.chance(0.5) ? { authorization: `Bearer ${dice.chance(0.7) ? token : 'wrong'}` } : {}),
      ...(dice.chance(0.2) ? { 'idempotency-key': dice.one(['a', 'b', 'c']) } : {}),
      ...(dice.chance(0.2) ? { cookie: 'session=made-up' } : {}),
    },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  })
  holds(response.status, `${method} ${path} ${body}: ${await response.text()}`)
}

/** A server that cannot be reached is somebody else's fault; anything else from 500 on is ours. */
function holds(status: number, about: string): void {
  if (status >= 500 && status !== 502) throw new Error(`${status} for ${about}`)
}

function post(path: string, body: string): Promise<Response> {
  return fetch(`${bot.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  })
}

async function many(count: number, work: () => Promise<void>): Promise<void> {
  let left = count
  const one = async () => {
    while (left > 0) {
      left -= 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

function residentMb({ process }: Bot): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process.pid}/status`, 'utf8'))?.[1]) / 1024
}
