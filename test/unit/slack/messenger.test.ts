import { WebClient } from '@slack/web-api'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Refused } from '../../../bot/presenter/later.ts'
import { SlackMessenger } from '../../../bot/slack/messenger.ts'
import type { House } from '../../../core/house.ts'
import { SlackStandIn } from '../../surface/stand-in/slack.ts'

let slack: SlackStandIn
let messenger: SlackMessenger

beforeAll(async () => {
  slack = await SlackStandIn.start()
  const client = new WebClient('xoxb-of-the-stand-in', {
    slackApiUrl: `${slack.url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })
  const house = { clock: { now: () => Date.now() }, pageUrl: null } as unknown as House
  messenger = new SlackMessenger(client, house, new AbortController().signal)
})

afterEach(() => slack.mustBeContent())

afterAll(() => slack.stop())

const place = { team: 'T1', channel: 'C1', thread: null }
const sign = (post: string) => ({ job: 'j1', post, again: false, since: Date.now() })

test('what a message does not hold goes along as a file', async () => {
  const text = 'line\n'.repeat(5000)
  await messenger.post(place, { title: 'A log', attachment: { name: 'log.txt', title: 'The log', text } }, sign('p1'))
  expect(slack.files).toMatchObject([{ name: 'log.txt', title: 'The log', content: text, channel: 'C1', thread: null }])
})

test('a file follows its message into the thread', async () => {
  const card = { title: 'A log', attachment: { name: 'short.txt', title: 'Short', text: 'zażółć' } }
  await messenger.post({ ...place, thread: '1699999999.000100' }, card, sign('p2'))
  expect(slack.files.at(-1)).toMatchObject({ content: 'zażółć', thread: '1699999999.000100' })
})

test('a message that may stand there already is brought up to date and not posted again', async () => {
  const first = await messenger.post(place, { title: 'Running' }, sign('p3'))
  const again = await messenger.post(place, { title: 'Done' }, { ...sign('p3'), again: true })
  expect(again).toBe(first)
  expect(slack.messages.find((one) => one.ts === first)?.text).toContain('Done')
})

test('what Slack refuses by name is not tried again', async () => {
  slack.trouble('chat.postMessage', { error: 'channel_not_found' })
  const calls = slack.calls.length
  await expect(messenger.post(place, { title: 'Nowhere' }, sign('p4'))).rejects.toThrow(
    new Refused('channel_not_found'),
  )
  expect(slack.calls.slice(calls).filter((one) => one.method === 'chat.postMessage')).toHaveLength(1)
})
