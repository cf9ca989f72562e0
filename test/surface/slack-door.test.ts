import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Bot } from './bot.ts'
import { SlackStandIn, type Transport } from './stand-in/slack.ts'
import { SlackPerson, words } from './stand-in/slack-person.ts'

const transports: Transport[] = ['http', 'socket']
const now = () => Math.floor(Date.now() / 1000)

describe('what may come in over HTTP', () => {
  let slack: SlackStandIn
  let bot: Bot

  beforeAll(async () => {
    slack = await SlackStandIn.start()
    bot = await Bot.start(slack.settings)
  })

  afterAll(async () => {
    await bot?.remove()
    await slack?.stop()
  })

  test('Slack’s check of the address is answered', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'a-riddle' })
    expect(await slack.post(bot.url, body, { json: true })).toEqual({ status: 200, body: { challenge: 'a-riddle' } })
  })

  test.each([
    ['another secret', { secret: 'of somebody else' }],
    ['an old timestamp', { at: now() - 3600 }],
    ['a timestamp of the future', { at: now() + 3600 }],
    ['a timestamp of the far future', { at: now() * 1000 }],
    ['no signature', { headers: { 'x-slack-signature': '' } }],
  ])('%s is refused', async (_, how) => {
    expect((await slack.post(bot.url, 'command=%2Fodoo&text=help', how)).status).toBe(401)
    expect(slack.answers).toEqual([])
  })

  test.each(['', 'payload=', 'payload=%7Bbroken', 'payload=%7B%7D', 'command=%2Fodoo', '%%%'])(
    '“%s” hurts nobody',
    async (body) => {
      expect((await slack.post(bot.url, body)).status).toBeLessThan(500)
    },
  )
})

describe.each(transports)('what was acknowledged, over %s', (transport) => {
  let slack: SlackStandIn
  let bot: Bot
  let ada: SlackPerson

  beforeAll(async () => {
    slack = await SlackStandIn.start()
    slack.transport = transport
    bot = await Bot.start(slack.settings)
    ada = new SlackPerson(slack, () => bot.url)
    await ada.types(`claim ${await bot.says(/claim ([A-Z0-9-]+)/)}`)
    await slack.until(() => slack.messages.find((one) => one.text.includes('Welcome')))
  })

  afterEach(() => slack.mustBeContent())

  afterAll(async () => {
    await bot?.remove()
    await slack?.stop()
  })

  async function killed(): Promise<void> {
    await bot.stop('SIGKILL')
    bot = await Bot.start(slack.settings, bot.folder)
  }

  const called = (method: string, after: number) =>
    slack.until(() => slack.calls.slice(after).find((one) => one.method === method))

  test('is done after a crash that came before it was begun', async () => {
    await killed()
    const calls = slack.calls.length
    slack.trouble('conversations.info', { status: 429, retryAfter: 60 })
    await ada.types('server add early --host 127.0.0.1 --port 1')
    await called('conversations.info', calls)
    await killed()
    await slack.until(() => slack.messages.find((one) => words(one).includes('early')))
    expect(words(await ada.asks('server show early'))).toContain('127.0.0.1')
    expect(slack.messages.filter((one) => words(one).includes('early'))).toHaveLength(1)
  })

  test('is answered after a crash that came before the answer', async () => {
    const calls = slack.calls.length
    slack.trouble('chat.postMessage', { status: 429, retryAfter: 60 })
    await ada.types('server add middle --host 127.0.0.1 --port 1')
    await called('chat.postMessage', calls)
    await killed()
    await slack.until(() => slack.messages.find((one) => words(one).includes('middle')))
    await ada.asks('server show middle')
    expect(slack.messages.filter((one) => words(one).includes('middle'))).toHaveLength(1)
    expect(words(await ada.asks('audit list')).match(/server\.add/g)?.length).toBe(2)
  })

  test('is answered once after a crash that came before the answer was heard of', async () => {
    const calls = slack.calls.length
    slack.trouble('chat.postMessage', { lost: true })
    slack.trouble('conversations.history', { status: 429, retryAfter: 60 })
    await ada.types('server add late --host 127.0.0.1 --port 1')
    await called('conversations.history', calls)
    await killed()
    await slack.until(() => slack.calls.slice(calls).filter((one) => one.method === 'conversations.history')[1])
    await ada.asks('server show late')
    expect(slack.messages.filter((one) => words(one).includes('late'))).toHaveLength(1)
  })
})

describe('when Slack is not there', () => {
  test.each(transports)('the bot starts all the same, over %s, and comes in later', async (transport) => {
    const slack = await SlackStandIn.start()
    slack.transport = transport
    slack.trouble('auth.test', { error: 'invalid_auth' })
    slack.trouble('apps.connections.open', { error: 'invalid_auth' })
    const bot = await Bot.start(slack.settings)
    try {
      await bot.says(/Slack (does not let us in|cannot be reached)/)
      await bot.says(/Slack knows us/)
      const ada = new SlackPerson(slack, () => bot.url)
      expect(words(await ada.asks('audit list'))).toContain('unclaimed')
    } finally {
      await bot.remove()
      await slack.stop()
    }
  })

  test('a socket that Slack takes away is opened anew', async () => {
    const slack = await SlackStandIn.start()
    slack.transport = 'socket'
    const bot = await Bot.start(slack.settings)
    try {
      const opened = () => slack.calls.filter((one) => one.method === 'apps.connections.open').length
      await slack.until(() => (slack.socket.connected === 1 ? true : undefined))
      slack.trouble('apps.connections.open', { status: 500 })
      slack.socket.disconnect()
      await slack.until(() => (opened() >= 3 && slack.socket.connected === 1 ? true : undefined))
      const ada = new SlackPerson(slack, () => bot.url)
      expect(words(await ada.asks('audit list'))).toContain('unclaimed')
    } finally {
      await bot.remove()
      await slack.stop()
    }
  })
})
