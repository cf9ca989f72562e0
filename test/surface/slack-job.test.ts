import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Bot } from './bot.ts'
import type { Json } from './stand-in/json.ts'
import { SlackStandIn, type Transport } from './stand-in/slack.ts'
import { SlackPerson, words } from './stand-in/slack-person.ts'
import { sshStandIn } from './stand-in/ssh.ts'

const transports: Transport[] = ['http', 'socket']

/** The message of a job: one, and in the end it shows the end, whatever Slack does in between. */
describe.each(transports)('the message of a job, over %s', (transport) => {
  let slack: SlackStandIn
  let bot: Bot
  let ada: SlackPerson
  let server: Awaited<ReturnType<typeof sshStandIn>>

  beforeAll(async () => {
    slack = await SlackStandIn.start()
    slack.transport = transport
    server = await sshStandIn()
    bot = await Bot.start(slack.settings)
    ada = new SlackPerson(slack, () => bot.url)
    await ada.types(`claim ${await bot.says(/claim ([A-Z0-9-]+)/)}`)
    await slack.until(() => slack.messages.find((one) => one.text.includes('Welcome')))
    await ada.types(`server add box1 --host 127.0.0.1 --port ${server.port}`)
    const added = await slack.until(() => slack.messages.find((one) => words(one).includes('SHA256:')))
    const fingerprint = /SHA256:[A-Za-z0-9+/]{43}/.exec(words(added))?.[0] ?? ''
    await ada.types(`server trust box1 --fingerprint ${fingerprint}`)
    await slack.until(() => slack.messages.find((one) => words(one).includes('host key confirmed')))
  })

  afterEach(() => slack.mustBeContent())

  afterAll(async () => {
    await bot?.remove()
    server?.stop()
    await slack?.stop()
  })

  const ofJob = (number: number) => slack.messages.filter((one) => one.history[0]?.includes(`box1 #${number} `))
  /** Not a word in the thread of the job before. */
  const _isRoot = (body: Json) => body['channel'] === 'C1' && body['thread_ts'] === undefined
  const ended = (number: number) => slack.until(() => ofJob(number).find((one) => one.text.includes('failed')))

  test('edits itself until the end', async () => {
    await ada.types('server check box1')
    const message = await ended(1)
    expect(message).toMatchObject({ channel: 'C1', metadata: { event_type: 'pilothouse_job' } })
    expect(ofJob(1)).toHaveLength(1)
  })

  test('stands in the thread where it was asked for', async () => {
    await ada.mentions('server check box1', { thread_ts: '1699999999.000100' })
    expect((await ended(2)).thread).toBe('1699999999.000100')
  })
})
