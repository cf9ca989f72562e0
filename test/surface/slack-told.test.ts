import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bot } from './bot.ts'
import { SlackStandIn } from './stand-in/slack.ts'
import { SlackPerson, words } from './stand-in/slack-person.ts'

let slack: SlackStandIn
let bot: Bot
let ada: SlackPerson

beforeAll(async () => {
  slack = await SlackStandIn.start()
  bot = await Bot.start({ ...slack.settings, BOOTSTRAP_ADMINS: 'slack:U1' })
  ada = new SlackPerson(slack, () => bot.url)
  await ada.asks('project create acme')
  await ada.asks('environment create acme/staging')
  await ada.asks('instance create acme/staging --version 19.0')
})

afterAll(async () => {
  await bot?.remove()
  await slack?.stop()
})

const told = (channel: string, part: string) =>
  slack.messages.filter((one) => one.channel === channel && words(one).includes(part))

test('a bound channel is told what happened elsewhere, once, also what happened while the bot was down for it', async () => {
  await ada.in('C2').asks('channel bind acme --events instance.sized,variable.set')
  await ada.asks('instance size acme/staging --cpu 4')
  await slack.until(() => told('C2', 'instance sized acme/staging/v19')[0])

  await ada.asks('variable set acme/staging GREETING hello')
  await bot.stop('SIGKILL')
  bot = await Bot.start({ ...slack.settings, BOOTSTRAP_ADMINS: 'slack:U1' }, bot.folder)
  await slack.until(() => told('C2', 'variable set acme/staging/v19 GREETING')[0])
  await ada.asks('instance size acme/staging --cpu 5')
  await slack.until(() => told('C2', 'instance sized').at(1))
  expect(told('C2', 'variable set')).toHaveLength(1)
  expect(told('C1', 'instance sized acme')).toHaveLength(0)
})

test('where it was asked there is the answer and nothing more', async () => {
  await ada.in('C2').asks('instance size acme/staging --cpu 6')
  await ada.asks('variable set acme/staging GREETING goodbye')
  await slack.until(() => told('C2', 'variable set').at(1))
  expect(told('C2', 'instance sized')).toHaveLength(2)
})
