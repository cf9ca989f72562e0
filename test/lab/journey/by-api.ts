import { randomBytes } from 'node:crypto'
import { Api } from '../../surface/api.ts'
import { Bot } from '../../surface/bot.ts'
import { ownDatabase } from '../own-database.ts'
import type { Speaker } from './speaker.ts'

/** Claims over HTTP and answers the token of the first admin. */
export async function claimed(bot: Bot, code: string): Promise<string> {
  const { body } = await new Api(bot.url).run('claim', { code, name: 'ada' })
  return String(body.data.token)
}

/** A program asks again until the job has ended: it has no message that edits itself. */
export async function ended(says: (line: string) => Promise<string>, number: string): Promise<string> {
  for (;;) {
    const shown = await says(`job show ${number}`)
    if (/\b(success|failed|cancelled)\b/.test(shown)) return shown
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export async function byApi(settings: Record<string, string> = {}): Promise<Speaker> {
  const bot = await Bot.start(settings)
  let api = new Api(bot.url)
  const says = async (line: string) => (await api.ask(line)).text
  return {
    bot,
    says,
    async claim(code) {
      api = new Api(bot.url, await claimed(bot, code))
    },
    gives: async (line, secret) => (await api.ask(line, { secret })).text,
    async done(line) {
      const { body } = await api.ask(line)
      return ended(says, String(body.job.number))
    },
    stop: () => bot.remove(),
  }
}

/** The same on PostgreSQL, in a database of its own. */
export async function byApiOnPostgres(url: string): Promise<Speaker> {
  const database = await ownDatabase(url)
  const MASTER_KEY = randomBytes(32).toString('base64')
  const speaker = await byApi({ DATABASE_URL: database.url, MASTER_KEY })
  return {
    ...speaker,
    async stop() {
      await speaker.stop()
      await database.drop()
    },
  }
}
