import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bot } from './bot.ts'
import { describeInBrowser, openScene, ready, type Scene, say, signedInPage } from './stand-in/browser.ts'
import { contrastOf } from './stand-in/contrast.ts'
import type { SlackStandIn } from './stand-in/slack.ts'

/** Readable, reachable, and whole on the smallest phone: what a tool for accessibility would look at. */
describeInBrowser('the look of the console page', () => {
  let scene: Scene
  let slack: SlackStandIn
  let bot: Bot
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    scene = await openScene()
    ;({ slack, bot, browser } = scene)
    context = await browser.newContext()
    page = await signedInPage(context, bot, slack)
    await say(page, 'server key')
    await page.getByRole('heading', { name: 'My public key' }).waitFor()
    await say(page, 'server add box1 --host 127.0.0.1 --port 1')
    await page.getByRole('heading', { name: 'box1' }).waitFor()
    await say(page, 'server show nothing')
    await page.getByText('not_found').waitFor()
    await say(page, 'audit list')
    await page.getByRole('table').waitFor()
    await say(page, 'server add')
    await page.locator('form.form').getByRole('button', { name: 'Next' }).click()
    await page.locator('form.form').getByRole('alert').waitFor()
  })

  afterAll(() => scene?.close())

  test.each(['light', 'dark'] as const)('every text is readable on its ground: %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const texts = await contrastOf(page)
    expect(texts.length).toBeGreaterThan(40)
    expect(texts.filter(({ ratio }) => ratio < 4.5)).toEqual([])
  })

  test.each([360, 390, 1280])('nothing reaches beyond a screen of %i', async (width) => {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    expect(await page.locator('#scroll').evaluate((element) => [element.scrollWidth, element.clientWidth])).toSatisfy(
      ([all, seen]: number[]) => (all ?? 1) <= (seen ?? 0),
    )
  })

  test('the rooms open by a button on a phone, and Escape closes them', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    const rail = page.getByRole('navigation', { name: 'Rooms' })
    await expect.poll(() => rail.isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Rooms' }).click()
    await rail.getByRole('link', { name: /general/ }).waitFor()
    expect(await page.getByRole('button', { name: 'Rooms' }).getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('Escape')
    await expect.poll(() => rail.isVisible()).toBe(false)
  })

  test('whatever can be used has a name and a role', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    for (const role of ['button', 'textbox', 'combobox', 'link', 'spinbutton'] as const) {
      const all = await page.getByRole(role).count()
      const named = await page.getByRole(role, { name: /\S/ }).count()
      expect(`${role}: ${named}`).toBe(`${role}: ${all}`)
    }
    expect(await page.getByRole('log', { name: 'Conversation' }).getAttribute('aria-live')).toBe('polite')
    expect(await page.locator('[id]').evaluateAll((all) => all.length - new Set(all.map(({ id }) => id)).size)).toBe(0)
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
  })

  test('nothing moves for whoever wants it still', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const moving = await page.evaluate(
      `[...document.querySelectorAll('*')].map((element) => getComputedStyle(element))
        .filter((style) => style.animationName !== 'none' || style.transitionDuration !== '0s').length`,
    )
    expect(moving).toBe(0)
  })

  test('times are told by the clock of whoever reads', async () => {
    const [here, there] = await Promise.all(
      ['Asia/Tokyo', 'America/New_York'].map(async (timezoneId) => {
        const other = await browser.newContext({
          timezoneId,
          locale: 'en-GB',
          storageState: await context.storageState(),
        })
        const tab = await other.newPage()
        await tab.goto(`${bot.url}/console`)
        await ready(tab)
        const time = await tab.locator('.said time').first().textContent()
        await other.close()
        return time
      }),
    )
    expect(here).toMatch(/\d\d:\d\d/)
    expect(there).not.toBe(here)
  })
})
