import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Bot } from './bot.ts'
import {
  describeInBrowser,
  inputOf,
  openScene,
  ready,
  type Scene,
  say,
  signedInPage,
  signInLink,
} from './stand-in/browser.ts'
import type { SlackStandIn } from './stand-in/slack.ts'

/** The whole conversation in a browser, as a person has it: by eye, by key, by link. */
describeInBrowser('the console page', () => {
  let scene: Scene
  let slack: SlackStandIn
  let bot: Bot
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    scene = await openScene()
    ;({ slack, bot, browser } = scene)
  })

  afterAll(() => scene?.close())

  /** Each test has a room of its own, so that none reads what another said. */
  beforeEach(async ({ task }) => {
    complaints.length = 0
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await signedInPage(context, bot, slack)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text())
    })
    await page.getByText('New room').click()
    const rail = page.getByRole('navigation', { name: 'Rooms' })
    await rail.getByLabel('Name').fill(task.name.slice(0, 40))
    await rail.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('heading', { level: 1, name: task.name.slice(0, 40) }).waitFor()
    await ready(page)
  })

  afterEach(async () => {
    await context?.close()
    if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('; ')}`)
  })

  const card = (title: string | RegExp) =>
    page.getByRole('article').filter({ has: page.getByRole('heading', { name: title }) })

  test('an empty room offers three things to click', async () => {
    const welcome = page.getByRole('region', { name: /Hello ada/ })
    expect(await welcome.getByRole('button').count()).toBe(3)
    await welcome.getByRole('button', { name: /What runs where/ }).click()
    await card('Overview').waitFor()
    expect(await welcome.count()).toBe(0)
  })

  test('a form asks page by page and keeps what was typed', async () => {
    await say(page, 'server add')
    const form = page.locator('form.form')
    await form.getByText('Step 1 of 2').waitFor()
    await form.getByLabel('Name').fill('form1')
    await form.getByRole('button', { name: 'Next' }).click()
    await form.getByText('Host: is needed').waitFor()
    expect(await form.getByLabel('Host').getAttribute('aria-invalid')).toBe('true')
    expect(await focusedName(page)).toBe('host')
    await form.getByLabel('Host').fill('127.0.0.1')
    await form.getByLabel('SSH port').fill('70000')
    await form.getByRole('button', { name: 'Next' }).click()
    await form.getByText('SSH port:').waitFor()
    await form.getByLabel('SSH port').fill('1')
    await form.getByRole('button', { name: 'Next' }).click()
    await form.getByText('Step 2 of 2').waitFor()
    await form.getByRole('button', { name: 'Back' }).click()
    await form.getByText('Step 1 of 2').waitFor()
    expect(await form.getByLabel('Host').inputValue()).toBe('127.0.0.1')
    expect(await form.getByLabel('Name').inputValue()).toBe('form1')
    await form.getByRole('button', { name: 'Next' }).click()
    await form.getByRole('button', { name: 'Do it' }).click()
    await card('form1').getByText('root@127.0.0.1:1').waitFor()
    expect(await form.count()).toBe(0)
    await page.getByText('server add form1 --host 127.0.0.1 --port 1', { exact: true }).waitFor()
  })

  test('a second tab sees a change as it happens', async () => {
    const other = await context.newPage()
    await other.goto(page.url())
    await ready(other)
    await say(page, 'server add seen --host 127.0.0.1 --port 1')
    await other.getByRole('article').getByText('root@127.0.0.1:1').waitFor()
    await other.getByText('server add seen').waitFor()
  })

  test('a link asks what only reads', async () => {
    const room = page.url()
    await page.goto(`${room}#server%20key`)
    await card('My public key').getByText('ssh-ed25519').waitFor()
    expect(new URL(page.url()).hash).toBe('')
  })

  test('a link never changes anything by itself', async () => {
    await page.goto(`${page.url()}#server%20add%20linked%20--host%20127.0.0.1`)
    await expect.poll(() => inputOf(page).inputValue()).toBe('server add linked --host 127.0.0.1')
    await say(page, 'server show linked')
    await card(/There is no server called “linked”/).waitFor()
  })

  test('the keyboard alone is enough', async () => {
    await page.reload()
    await ready(page)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the input')
    await page.keyboard.press('Enter')
    await expect.poll(() => focusedName(page)).toBe('text')
    await page.keyboard.type('server k')
    await page.getByRole('option', { name: /server key/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    const active = await inputOf(page).getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Tab')
    expect(await inputOf(page).inputValue()).toBe('server key ')
    await page.keyboard.press('Enter')
    await card('My public key').waitFor()
    await page.keyboard.press('ArrowUp')
    expect(await inputOf(page).inputValue()).toBe('server key')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('server add')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    const form = page.locator('form.form')
    await form.waitFor()
    await expect.poll(() => focusedName(page)).toBe('name')
    await page.keyboard.type('keys')
    await page.keyboard.press('Tab')
    await page.keyboard.type('127.0.0.1')
    await page.keyboard.press('Tab')
    await page.keyboard.type('1')
    await page.keyboard.press('Enter')
    await form.getByText('Step 2 of 2').waitFor()
    await page.keyboard.press('Enter')
    await card('keys').getByText('root@127.0.0.1:1').waitFor()
    await expect.poll(() => focusedName(page)).toBe('text')
  })

  test('a slash leads to the input, and a line copied from Slack is understood', async () => {
    await page.getByRole('button', { name: 'Dark theme' }).focus()
    await page.keyboard.press('/')
    expect(await focusedName(page)).toBe('text')
    expect(await inputOf(page).inputValue()).toBe('')
    await say(page, '/odoo server key')
    await card('My public key').waitFor()
  })

  test('light and dark are remembered', async () => {
    const toggle = page.getByRole('button', { name: 'Dark theme' })
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await toggle.getAttribute('aria-pressed')).toBe('false')
    await toggle.click()
    expect(await toggle.getAttribute('aria-pressed')).toBe('true')
    await page.reload()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  })

  test('signing out ends it everywhere in this browser', async () => {
    const other = await context.newPage()
    await other.goto(page.url())
    await ready(other)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Pilothouse' }).waitFor()
    await say(other, 'server key')
    await other.getByRole('heading', { name: 'Sign in to Pilothouse' }).waitFor()
  })

  test('a link signs in once, and opening it does not use it up', async () => {
    const fresh = await browser.newContext()
    const stranger = await fresh.newPage()
    const link = await signInLink(bot, slack)
    for (let look = 0; look < 3; look += 1) expect((await fetch(link)).status).toBe(200)
    await stranger.goto(link)
    await stranger.getByRole('button', { name: 'Sign in' }).click()
    await ready(stranger)
    const [cookie] = await fresh.cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    await fresh.clearCookies()
    await stranger.goto(link)
    await stranger.getByRole('button', { name: 'Sign in' }).click()
    await stranger.getByRole('alert').getByText('This code is not valid any more.').waitFor()
    expect(await fresh.cookies()).toEqual([])
    await fresh.close()
  })

  test('a link from another site finds who is signed in', async () => {
    const elsewhere = bot.url.replace('127.0.0.1', 'localhost')
    await page.route(`${elsewhere}/elsewhere`, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<a href="${page.url()}#server%20key">there</a>` }),
    )
    const room = page.url()
    await page.goto(`${elsewhere}/elsewhere`)
    expect(room).toContain('/console')
    const door = page.waitForResponse(`${bot.url}/console/door`)
    await page.getByRole('link').click()
    expect((await door).status()).toBe(204)
    await card('My public key').getByText('ssh-ed25519').waitFor()
  })
})

function focusedName(page: Page): Promise<string | null> {
  return page.locator(':focus').getAttribute('name')
}
