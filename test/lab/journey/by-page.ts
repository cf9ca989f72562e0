import { Bot } from '../../surface/bot.ts'
import { pilothouse } from '../../surface/run.ts'
import { ready, say, startBrowser } from '../../surface/stand-in/browser.ts'
import { claimed } from './by-api.ts'
import type { Speaker } from './speaker.ts'

/** The first link for the page comes from the machine itself. */
export async function byPage(): Promise<Speaker> {
  const bot = await Bot.start({})
  const browser = await startBrowser()
  const page = await browser.newPage()
  // What is told under another message comes whenever it comes.
  const cards = page.locator('#log > li:not([data-under])').getByRole('article')

  async function says(line: string): Promise<string> {
    const before = await cards.count()
    await say(page, line)
    await cards.nth(before).waitFor()
    return cards.nth(before).innerText()
  }

  return {
    bot,
    says,
    async claim(code) {
      await claimed(bot, code)
      const { out } = await pilothouse(['signin'], { DATA_DIR: bot.folder })
      await page.goto(/http\S+/.exec(out)?.[0] ?? '')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await ready(page)
    },
    async gives(line, secret) {
      await say(page, line)
      const form = page.locator('form.form')
      await form.getByLabel('Secret value').fill(secret)
      const next = form.getByRole('button', { name: 'Next' })
      if (await next.isVisible()) await next.click()
      await form.getByRole('button', { name: 'Do it' }).click()
      await form.waitFor({ state: 'detached' })
      const answer = cards.filter({ hasText: 'SMTP_PASSWORD' }).last()
      await answer.waitFor()
      return answer.innerText()
    },
    async done(line) {
      await say(page, line)
      const ended = cards.filter({ hasText: line }).filter({ hasText: /success|failed|cancelled/ })
      await ended.first().waitFor()
      return ended.first().innerText()
    },
    async stop() {
      await browser.close()
      await bot.remove()
    },
  }
}
