import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { describe, test } from 'vitest'
import { Bot } from '../bot.ts'
import { SlackStandIn } from './slack.ts'

const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A suite that needs Chromium. Without it, it is left out and says so; where nobody would read that, it fails. */
export function describeInBrowser(name: string, suite: () => void): void {
  if (existsSync(program)) describe(name, suite)
  else if (process.env['CI'] === 'true') {
    test(name, () => {
      throw new Error(`no Chromium: ${program} is missing`)
    })
  } else test.skip(`${name} (no Chromium: ${program} is missing, npm run lab installs it)`)
}

/** What does not come is waited for as long as elsewhere, and not for Playwright's own thirty seconds. */
const patienceMs = 120_000

/** The requests that Chromium gave up, by who asked. */
const givenUp = new WeakMap<BrowserContext, string[]>()

export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: program, headless: true, args: flags })
  const opened = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await opened(options)
    context.setDefaultTimeout(patienceMs)
    const failed: string[] = []
    givenUp.set(context, failed)
    context.on('requestfailed', (asked) => failed.push(`${asked.url()}: ${asked.failure()?.errorText}`))
    return context
  }
  return browser
}

/** A bot with Slack and a browser, and Ada as its first admin. */
export interface Scene {
  slack: SlackStandIn
  bot: Bot
  browser: Browser
  close(): Promise<void>
}

export async function openScene(): Promise<Scene> {
  const slack = await SlackStandIn.start()
  const bot = await Bot.start(slack.settings)
  const browser = await startBrowser()
  await claimAsAda(bot, slack)
  return {
    slack,
    bot,
    browser,
    async close() {
      await browser.close()
      await bot.remove()
      await slack.stop()
    },
  }
}

/** The first admin, by the code that the bot printed. */
export async function claimAsAda(bot: Bot, slack: SlackStandIn): Promise<void> {
  await slack.command(bot.url, `claim ${await bot.says(/claim ([A-Z0-9-]+)/)}`)
  await slack.until(() => slack.messages.find(({ text }) => text.includes('Welcome, ada')))
}

/** A sign-in link, got as a person gets it: by asking in Slack. */
export async function signInLink(bot: Bot, slack: SlackStandIn, user: Record<string, string> = {}): Promise<string> {
  const { response } = await slack.command(bot.url, 'me signin', user)
  const answer = JSON.stringify(await slack.answerTo(response))
  const link = /http[^"\\]*\/console\/signin\?code=[\w%-]+/.exec(answer)?.[0]
  if (!link) throw new Error(`no sign-in link in ${answer}`)
  return link
}

export async function signedInPage(
  context: BrowserContext,
  bot: Bot,
  slack: SlackStandIn,
  user: Record<string, string> = {},
): Promise<Page> {
  const page = await context.newPage()
  await page.goto(await signInLink(bot, slack, user))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await ready(page)
  return page
}

/**
 * The page listens. Chromium gives up what it is about to load where an interface of the machine comes or goes, as those
 * of containers do: somebody at a screen would load it again.
 */
export async function ready(page: Page): Promise<void> {
  const listens = page.locator('body[data-ready]')
  const once = await listens.waitFor({ timeout: 50_000 }).then(
    () => true,
    () => false,
  )
  if (once) return
  if (!givenUp.get(page.context())?.length) throw new Error(`${page.url()} never listened, though all of it was loaded`)
  await page.reload()
  await listens.waitFor()
}

export function inputOf(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Ask or command' })
}

export async function say(page: Page, text: string): Promise<void> {
  const input = inputOf(page)
  await input.fill(text)
  await input.press('Escape')
  await input.press('Enter')
}
