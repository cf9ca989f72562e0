import { Bot } from '../../surface/bot.ts'
import { pilothouse } from '../../surface/run.ts'
import { claimed, ended } from './by-api.ts'
import type { Speaker } from './speaker.ts'

export async function byCommandLine(): Promise<Speaker> {
  const bot = await Bot.start({})
  let token = ''
  const ask = async (line: string, input?: string) => {
    const ran = await pilothouse(['ask', line], { PILOTHOUSE_URL: bot.url, PILOTHOUSE_TOKEN: token }, input)
    return ran.out + ran.errors
  }
  const says = (line: string) => ask(line)
  return {
    bot,
    says,
    async claim(code) {
      token = await claimed(bot, code)
    },
    gives: (line, secret) => ask(line, secret),
    async done(line) {
      return ended(says, /#(\d+)/.exec(await ask(line))?.[1] ?? '')
    },
    stop: () => bot.remove(),
  }
}
