import { Bot } from '../../surface/bot.ts'
import { SlackStandIn, type Transport } from '../../surface/stand-in/slack.ts'
import { inputs, SlackPerson, seen, words } from '../../surface/stand-in/slack-person.ts'
import type { Speaker } from './speaker.ts'

export async function bySlack(transport: Transport): Promise<Speaker> {
  const slack = await SlackStandIn.start()
  slack.transport = transport
  const bot = await Bot.start(slack.settings)
  const ada = new SlackPerson(slack, () => bot.url)
  const says = async (line: string) => words(seen(await slack.answerTo(await ada.types(line))))
  return {
    bot,
    says,
    async claim(code) {
      await says(`claim ${code}`)
    },
    async gives(line, secret) {
      await ada.types(line)
      const window = await ada.window()
      while (!window.closed) {
        const asked = inputs(window).some((one) => one['block_id'] === 'secret_value')
        const body = await ada.submits(window, asked ? { secret_value: secret } : {})
        if (body['response_action'] === 'errors') throw new Error(words(body))
      }
      return words(await slack.until(() => slack.messages.find((one) => words(one).includes('SMTP_PASSWORD'))))
    },
    async done(line) {
      await ada.types(line)
      const ended = /\b(success|failed|cancelled)\b/
      const message = await slack.until(() =>
        slack.messages.find((one) => one.text.includes(line) && one.text.includes('#') && ended.test(one.text)),
      )
      return words(message)
    },
    async stop() {
      slack.mustBeContent()
      await bot.remove()
      await slack.stop()
    },
  }
}
