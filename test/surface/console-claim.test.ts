import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bot } from './bot.ts'
import { describeInBrowser, ready, say, startBrowser } from './stand-in/browser.ts'

/** A first start without any chat: the code that was printed is entered on the page. */
describeInBrowser('the first admin on the console page', () => {
  let bot: Bot
  let browser: Awaited<ReturnType<typeof startBrowser>>

  beforeAll(async () => {
    bot = await Bot.start({})
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await bot?.remove()
  })

  test('claims it with the code, and is signed in', async () => {
    const code = await bot.says(/claim ([A-Z0-9-]+)/)
    expect(await bot.says(/enter the code at (\S+)/)).toBe(`${bot.url}/console`)
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${bot.url}/console`)
    await page.getByLabel('Code').fill('AAAA-BBBB')
    await page.getByLabel('Your name').fill('Ada <b>')
    await page.getByRole('button', { name: 'Become the admin' }).click()
    await page.getByRole('alert').getByText('This claim code is not valid.').waitFor()
    await page.getByLabel('Code').fill(code)
    await page.getByLabel('Your name').fill('Ada <b>')
    await page.getByRole('button', { name: 'Become the admin' }).click()
    await ready(page)
    await say(page, 'me')
    await page.getByRole('heading', { name: 'Ada <b>' }).waitFor()
    await say(page, 'token list')
    await page.getByText('There is none').waitFor()
  })

  test('is offered to nobody once there is one', async () => {
    expect(await (await fetch(`${bot.url}/console`)).text()).not.toContain('Become the admin')
    const body = new URLSearchParams({ code: 'AAAA-BBBB', name: 'Eve' })
    const answer = await fetch(`${bot.url}/console/claim`, { method: 'POST', body, redirect: 'manual' })
    expect(answer.status).toBe(409)
    const foreign = await fetch(`${bot.url}/console/claim`, {
      method: 'POST',
      body,
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(foreign.status).toBe(409)
  })
})
